export { forgetCredentials, readCredential, readCredentialAgain } from './credentials';
export { borrowStore, holdStore, type HeldStore } from './storage';
