import { OctetReader } from './octetReader';
import { readPushDocument, type WapPush } from './wbxml';

/**
 * Reads the WSP Push PDU (WAP-230 8.2.4.1) of a message to port 2948. Null for any other content, and
 * for a PDU that is cut short.
 */
export function readWapPush(octets: Uint8Array): WapPush | null {
	try {
		return readPush(new OctetReader(octets));
	} catch {
		// Only the reader throws, past the last octet, and an entity that is not a character.
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

/** Well-known content types (WAP-230 table 40) and the names that may be used instead. */
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
