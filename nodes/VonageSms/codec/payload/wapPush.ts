import { OctetReader } from './octetReader';
import { readPushDocument } from './wbxml';

/** A WAP push that asks the phone to show or open an address. */
export interface WapPush {
	/** Service indication (WAP-167) or service loading (WAP-168). */
	kind: 'serviceIndication' | 'serviceLoading';
	url: string;
	/** What the indication says; null for a service loading, which says nothing. */
	title: string | null;
}

/**
 * Reads the WSP Push PDU (WAP-230 8.2.4.1) of a message to port 2948. Null for every other content,
 * and for a PDU that is cut short.
 */
export function readWapPush(octets: Uint8Array): WapPush | null {
	try {
		return readPush(new OctetReader(octets));
	} catch {
		// Nothing throws but the reader, past the last octet, and an entity that is no character.
		return null;
	}
}

const PUSH_PDU = 0x06;

function readPush(reader: OctetReader): WapPush | null {
	reader.octet(); // transaction identifier
	if (reader.octet() !== PUSH_PDU) return null;
	const headers = reader.sub(reader.uintvar());
	const kind = KINDS.get(readContentType(headers));
	return kind ? readPushDocument(reader, kind) : null;
}

/** Well-known content types (WAP-230 table 40) and the names that stand in their place. */
const KINDS = new Map<number | string, WapPush['kind']>([
	[0x2e, 'serviceIndication'],
	['application/vnd.wap.sic', 'serviceIndication'],
	[0x30, 'serviceLoading'],
	['application/vnd.wap.slc', 'serviceLoading'],
]);

/** Content-Type header value, without parameters (WAP-230 8.4.2.24). */
function readContentType(headers: OctetReader): number | string {
	const first = headers.peek();
	if (first >= 0x80) return headers.octet() & 0x7f;
	if (first >= 0x20) return headers.text().toLowerCase();
	headers.octet();
	const length = first === 0x1f ? headers.uintvar() : first;
	return readContentType(headers.sub(length));
}
