export { StoreUnavailable } from '../database';
export { Dispatcher } from './dispatcher';
export { StoreFailures } from './storeFailures';
export { LEASE_MS } from './policy';
export { Reassembler } from './reassembler';
export type { Erased } from './erase';
export type { Maintained } from './maintenance';
export { openPostgresStore, openSqliteStore, type MessageStore } from './store';
export type { Delivery, Message, ReassemblyPolicy, ReceivedPart, ReceiveOutcome } from './types';
