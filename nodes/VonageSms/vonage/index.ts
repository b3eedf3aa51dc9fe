export { readAccountUrls, setAccountUrls, type AccountUrls } from './account';
export {
	findApplication,
	listApplications,
	setApplicationUrls,
	type Application,
} from './applications';
export { baseUrl, vonageRequest } from './client';
export type { VonageContext, VonageRequest, VonageResponse } from './client';
export {
	CREDENTIAL,
	parseCredential,
	readVonageCredential,
	type VonageCredential,
} from './credential';
export { explain, refusalError, refusalOf, type VonageRefusal } from './errors';
export { isRecord, recordsOf, textOf } from './json';
export { findNumbers, listNumbers, setInboundUrl, type VirtualNumber } from './numbers';
export { openSession, type VonageSession } from './session';
export { sharedRateLimiter, RateLimiter, type Clock } from './rateLimit';
export { VonageUnreachable, type Outcome } from './unreachable';
export { wholeMessage, withWholeMessage } from './wholeMessage';
