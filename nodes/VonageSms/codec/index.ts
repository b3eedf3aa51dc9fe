export { GAP, withGaps } from './gaps';
export { decodeGsm7 } from './gsm7';
export type { Gsm7Layout } from './gsm7';
export { decodePayload } from './payload/decodePayload';
export type { DecodedPayload, PayloadFormat, PayloadPart } from './payload/decodePayload';
export type { PayloadContent } from './payload/content';
export { joinText } from './payload/joinText';
export type { Segment, TextFormat } from './payload/joinText';
export { analyseText, countSegments, fitsGsm7 } from './segments';
export type { SegmentCount, SmsEncoding, TextAnalysis } from './segments';
export { decodeUcs2 } from './ucs2';
export { parseUdh } from './userDataHeader';
export type {
	ApplicationPorts,
	Concatenation,
	InformationElement,
	SpecialIndication,
	UserDataHeader,
} from './userDataHeader';
