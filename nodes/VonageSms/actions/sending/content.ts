import type { IExecuteFunctions } from 'n8n-workflow';
import { readText, refuseItem } from '../parameters';
import { encode } from './encoding';
import type { EncodedText, EncodingChoice } from './encoding';

export interface BinaryContent {
	kind: 'binary';
	/** Hex. */
	body: string;
	/** Hex with its length octet; empty for none. */
	udh: string;
}

/** Longest text that either API takes. */
const longestText = 3200;

/** @throws NodeOperationError for a text that is empty, too long, too expensive, or does not fit the encoding */
export function readEncodedText(
	context: IExecuteFunctions,
	itemIndex: number,
	how: {
		/** The parameter that has the text. */
		parameter: 'text' | 'message';
		choice: EncodingChoice;
		smart: boolean;
		maxSegments: number | undefined;
		/** Adds what the node itself says. */
		amend?: (text: string) => string;
	},
): EncodedText {
	const written = readText(context, how.parameter, itemIndex);
	const text = written === '' || !how.amend ? written : how.amend(written);
	const label = how.parameter === 'text' ? 'Text' : 'Message';
	if (text === '') {
		throw refuseItem(
			context,
			itemIndex,
			`"${label}" is empty`,
			'Give the message a text, or leave such items out with a Filter node before this one',
		);
	}
	const encoded = encode(text, how.choice, how.smart);
	if (encoded.kind === 'unencodable') {
		const named = encoded.codePoints.slice(0, 5).join(', ');
		throw refuseItem(
			context,
			itemIndex,
			`"${label}" has characters that GSM-7 cannot hold`,
			`Set "Encoding" to Automatic, turn on "Smart Encoding" for typographic ones, or take these out: ${named}${encoded.codePoints.length > 5 ? ' and others' : ''}`,
		);
	}
	if (encoded.text.length > longestText) {
		throw refuseItem(
			context,
			itemIndex,
			`"${label}" has ${encoded.text.length} characters`,
			'Vonage takes 3,200 at most. Shorten the text or split it into several messages',
		);
	}
	if (how.maxSegments !== undefined && encoded.segments > how.maxSegments) {
		throw refuseItem(
			context,
			itemIndex,
			`"${label}" would take ${encoded.segments} SMS, more than the ${how.maxSegments} that "Maximum Segments" allows`,
			`Nothing was sent. Shorten the text${encoded.encoding === 'UCS-2' ? ', use GSM-7 characters alone (160 instead of 70 fit into one SMS; "Smart Encoding" helps)' : ''} or raise the limit`,
		);
	}
	return encoded;
}

/** @throws NodeOperationError for what is not hexadecimal, naming the parameter */
export function readBinary(context: IExecuteFunctions, itemIndex: number): BinaryContent {
	const hex = (name: string, label: string): string => {
		const digits = readText(context, name, itemIndex).replace(/\s/g, '');
		if (/^([0-9A-Fa-f]{2})*$/.test(digits)) return digits;
		throw refuseItem(
			context,
			itemIndex,
			`"${label}" is not hexadecimal`,
			'Write two digits of 0 to 9 and A to F for each byte, such as 0605040B8423F0',
		);
	};
	const body = hex('body', 'Body');
	if (body !== '') return { kind: 'binary', body, udh: hex('udh', 'User Data Header') };
	throw refuseItem(
		context,
		itemIndex,
		'"Body" is empty',
		'Give the bytes of the message as hexadecimal digits',
	);
}
