export { type AllowedAddresses, parseAllowedAddresses } from './addresses';
export type { SignatureCheck } from './authenticate';
export {
	examine,
	examineHead,
	type Refused,
	type Verdict,
	type WebhookPolicy,
	type WebhookRequest,
	type WebhookRequestHead,
} from './examine';
export { MAX_REQUEST_BYTES } from './parameters';
export { recognise } from './recognise';
export { sign } from './signature';
export { withStoredRecord } from './storedRecord';
export type { Keepable, SignatureMethod } from './types';
