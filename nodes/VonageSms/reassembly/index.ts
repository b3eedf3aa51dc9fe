export { Dispatcher, type DispatcherLog } from './dispatcher';
export { LEASE_MS, Reassembler } from './reassembler';
export { openPostgresStore } from './postgres/postgresStore';
export { openSqliteStore } from './sqlite/sqliteStore';
export { StoreUnavailable, type MessageStore } from './store';
export type { Delivery, Message, ReassemblyPolicy, ReceivedPart, ReceiveOutcome } from './types';
