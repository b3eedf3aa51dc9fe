export { AllowedAddressError, type AllowedAddresses, parseAllowedAddresses } from './addresses';
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
export { MAX_REQUEST_BYTES } from './limits';
export { recognise } from './recognise';
export { sign } from './signature';
export { withStoredRecord } from './storedRecord';
export { SIGNATURE_METHODS } from './types';
export type {
	DeliveryReceipt,
	Inbound,
	Keepable,
	MediaLink,
	MessageType,
	ReceiptStatus,
	SignatureMethod,
	SmsPart,
	Unrecognised,
	UrlCheck,
	VonageApi,
	WholeMessage,
} from './types';
