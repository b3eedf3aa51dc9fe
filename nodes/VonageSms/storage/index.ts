export { forgetCredentials, readCredential, readCredentialAgain } from './credentials';
export type { HeldStore } from './sharedStores';
export { borrowStore, holdStore } from './storage';
