import { isUtf8 } from 'node:buffer';
import type { OctetReader } from './octetReader';

/** A WAP push that asks the phone to show or open an address. */
export interface WapPush {
	/** Service indication (WAP-167) or service loading (WAP-168). */
	kind: 'serviceIndication' | 'serviceLoading';
	url: string;
	/** What the indication says; null for a service loading, which says nothing. */
	title: string | null;
}

/**
 * Address and text of a service indication or service loading in WBXML (WAP-192). Null where it
 * names no address or uses tokens that these documents do not have; a RangeError where it is cut.
 */
export function readPushDocument(reader: OctetReader, kind: WapPush['kind']): WapPush | null {
	const document = openDocument(reader);
	const tokens = PUSH_TOKENS[kind];
	const found: Found = { url: '', title: '' };
	const open: number[] = [];
	do {
		const token = reader.octet();
		if (token === END) {
			open.pop();
		} else if (isString(token)) {
			const string = readString(document, token);
			if (open.at(-1) === tokens.titleTag) found.title += string;
		} else if ((token & TAG) < FIRST_TAG) {
			return null;
		} else {
			if (token & HAS_ATTRIBUTES && !readAttributes(document, tokens, found)) return null;
			if (token & HAS_CONTENT) open.push(token & TAG);
		}
	} while (open.length > 0);
	return found.url === '' ? null : { kind, url: found.url, title: found.title || null };
}

interface Document {
	reader: OctetReader;
	latin1: boolean;
	stringTable: Uint8Array;
}

interface Found {
	url: string;
	title: string;
}

const END = 0x01;
const ENTITY = 0x02;
const INLINE_STRING = 0x03;
const TABLE_STRING = 0x83;
const OPAQUE = 0xc3;

/** A tag is six bits; globals take the first five codes. */
const TAG = 0x3f;
const FIRST_TAG = 0x05;
const HAS_ATTRIBUTES = 0x80;
const HAS_CONTENT = 0x40;

/** IANA MIBenum of ISO-8859-1. */
const LATIN1 = 4;

/** Version, public identifier, character set, string table (WAP-192 5.4). */
function openDocument(reader: OctetReader): Document {
	reader.octet();
	const publicIdentifier = reader.uintvar();
	if (publicIdentifier === 0) reader.uintvar(); // its name's place in the string table
	const latin1 = reader.uintvar() === LATIN1;
	return { reader, latin1, stringTable: reader.take(reader.uintvar()) };
}

/** False at a token that no attribute of these documents has. */
function readAttributes(document: Document, tokens: PushTokens, found: Found): boolean {
	let inUrl = false;
	for (;;) {
		const token = document.reader.octet();
		if (token === END) return true;
		if (isString(token)) {
			const string = readString(document, token);
			if (inUrl) found.url += string;
		} else if (token >= 0x80) {
			const value = tokens.values[token];
			if (value === undefined) return false;
			if (inUrl) found.url += value;
		} else {
			if (token < FIRST_TAG) return false;
			const start = tokens.urlStarts[token];
			inUrl = start !== undefined;
			if (inUrl) found.url = start ?? '';
		}
	}
}

function isString(token: number): boolean {
	return token === ENTITY || token === INLINE_STRING || token === TABLE_STRING || token === OPAQUE;
}

function readString({ reader, latin1, stringTable }: Document, token: number): string {
	switch (token) {
		case ENTITY:
			return String.fromCodePoint(reader.uintvar());
		case INLINE_STRING:
			return toText(reader.string(), latin1);
		case TABLE_STRING: {
			const entry = stringTable.subarray(reader.uintvar());
			const end = entry.indexOf(0);
			return toText(end < 0 ? entry : entry.subarray(0, end), latin1);
		}
		default:
			// Opaque data contains dates in these documents, not text.
			reader.take(reader.uintvar());
			return '';
	}
}

function toText(octets: Uint8Array, latin1: boolean): string {
	return Buffer.from(octets).toString(latin1 || !isUtf8(octets) ? 'latin1' : 'utf8');
}

/** The WBXML tokens of one document type that lead to its address and text. */
interface PushTokens {
	/** Tag whose content is shown to the user. */
	titleTag: number | null;
	/** Attribute starts of `href`, with the part of its value that each implies. */
	urlStarts: Readonly<Record<number, string>>;
	/** Attribute values. */
	values: Readonly<Record<number, string>>;
}

const VALUES = { 0x85: '.com/', 0x86: '.edu/', 0x87: '.net/', 0x88: '.org/' };

const PUSH_TOKENS: Readonly<Record<WapPush['kind'], PushTokens>> = {
	/** WAP-167 9.2, 9.3: `indication` is tag 06. */
	serviceIndication: {
		titleTag: 0x06,
		urlStarts: {
			0x0b: '',
			0x0c: 'http://',
			0x0d: 'http://www.',
			0x0e: 'https://',
			0x0f: 'https://www.',
		},
		values: VALUES,
	},
	/** WAP-168 9.2, 9.3. */
	serviceLoading: {
		titleTag: null,
		urlStarts: {
			0x08: '',
			0x09: 'http://',
			0x0a: 'http://www.',
			0x0b: 'https://',
			0x0c: 'https://www.',
		},
		values: VALUES,
	},
};
