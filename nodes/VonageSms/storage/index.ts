export type { StorageContext } from './context';
export { forgetCredentials, readCredential } from './credentials';
export type { HeldStore } from './sharedStores';
export { borrowStore, holdStore } from './storage';
