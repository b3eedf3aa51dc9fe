export { AllowedAddressError, type AllowedAddresses, parseAllowedAddresses } from './addresses';
export { examine, type Verdict, type WebhookPolicy, type WebhookRequest } from './examine';
export { recognise } from './recognise';
export { sign } from './signature';
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
