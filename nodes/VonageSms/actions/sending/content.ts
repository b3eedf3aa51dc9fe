import type { ItemReader } from '../itemReader';
import { encode } from './encoding';
import type { EncodedText, EncodingChoice } from './encoding';

export interface BinaryContent {
	kind: 'binary';
	/** Hex. */
	body: string;
	/** Hex with its length octet; empty for none. */
	udh: string;
}

/** Longest text that either API accepts. */
const longestText = 3200;

/** Octets of user data in one SMS, header included (3GPP TS 23.040 9.2.3.16). Vonage doesn't split binary messages. */
const longestBinary = 140;

/** @throws NodeOperationError for a text that is empty, too long, too expensive, or doesn't fit the encoding */
export function readEncodedText(
	item: ItemReader,
	how: {
		/** The parameter that contains the text. */
		parameter: 'text' | 'message';
		choice: EncodingChoice;
		smart: boolean;
		maxSegments: number | undefined;
		/** Adds what the node itself says. */
		amend?: (text: string) => string;
	},
): EncodedText {
	const written = item.text(how.parameter);
	const label = how.parameter === 'text' ? 'Text' : 'Message';
	if (written.trim() === '') {
		throw item.refuse(
			`'${label}' is empty. Enter a text, or remove items without text with a Filter node before this one.`,
		);
	}
	const encoded = encode(how.amend ? how.amend(written) : written, how.choice, how.smart);
	if (encoded.kind === 'unencodable') {
		const named = encoded.codePoints.slice(0, 5).join(', ');
		throw item.refuse(
			`'${label}' contains characters that GSM-7 doesn't have (${named}${encoded.codePoints.length > 5 ? ' and others' : ''}). Set 'Encoding' to Automatic, turn on 'Smart Encoding' to replace typographic characters, or remove them.`,
		);
	}
	if (encoded.text.length > longestText) {
		throw item.refuse(
			`'${label}' has ${encoded.text.length.toLocaleString('en-US')} characters (an emoji counts as two), but Vonage accepts at most 3,200. Shorten the text or split it into several messages.`,
		);
	}
	if (how.maxSegments !== undefined && encoded.segments > how.maxSegments) {
		throw item.refuse(
			`'${label}' would be sent as ${encoded.segments} SMS, but 'Maximum Segments' allows ${how.maxSegments}. Shorten the text${encoded.encoding === 'UCS-2' ? ", use only GSM-7 characters (160 instead of 70 fit into one SMS; 'Smart Encoding' helps)" : ''} or raise the limit.`,
		);
	}
	return encoded;
}

/** @throws NodeOperationError if the value isn't hexadecimal, or doesn't fit into one SMS */
export function readBinary(item: ItemReader): BinaryContent {
	const body = readHex(item, 'body', 'Body');
	const udh = readHex(item, 'udh', 'User Data Header');
	if (body === '') {
		throw item.refuse("'Body' is empty. Enter the bytes of the message in hexadecimal.");
	}
	if (udh !== '' && Number.parseInt(udh.slice(0, 2), 16) !== udh.length / 2 - 1) {
		throw item.refuse(
			`'User Data Header' begins with ${udh.slice(0, 2)}, but ${udh.length / 2 - 1} bytes follow. Its first byte must be the number of bytes after it, as in 0605040B8423F0.`,
		);
	}
	const octets = (body.length + udh.length) / 2;
	if (octets <= longestBinary) return { kind: 'binary', body, udh };
	throw item.refuse(
		`'Body' and 'User Data Header' together have ${octets} bytes, but one SMS fits at most ${longestBinary}, and Vonage doesn't split binary messages. Split the message with concatenation headers, or shorten 'Body'.`,
	);
}

function readHex(item: ItemReader, name: string, label: string): string {
	const digits = item.text(name).replace(/\s/g, '');
	if (/^([0-9A-Fa-f]{2})*$/.test(digits)) return digits;
	throw item.refuse(
		`'${label}' isn't hexadecimal. Enter two digits from 0 to 9 and A to F for each byte, such as 0605040B8423F0.`,
	);
}
