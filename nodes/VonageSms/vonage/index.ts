export { readAccountUrls, setAccountUrls } from './account';
export {
	findApplication,
	listApplications,
	setApplicationUrls,
	type Application,
} from './applications';
export { readVonageCredential } from './credential';
export { explain, wholeMessage, withWholeMessage, type VonageRefusal } from './errors';
export { isRecord, recordsOf, textOf } from './json';
export { findNumbers, listNumbers, setInboundUrl, type VirtualNumber } from './numbers';
export { openSession, type VonageSession } from './session';
export { sharedRateLimiter, RateLimiter, type Clock } from './rateLimit';
