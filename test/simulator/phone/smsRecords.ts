import { randomUUID } from 'node:crypto';
import { splitBinary } from './binary';
import { messageTimestamp, newMessageId } from '../webhooks/identifiers';
import { encodingOf, splitText } from './splitting';
import type { TypedSms } from './typedSms';

/** One part of a typed SMS, before the push adds a time and a signature. */
export interface PartRecord {
	part: number;
	total: number;
	fields: Record<string, string>;
}

/**
 * The records of an SMS as the SMS API delivers them: one per part, each with its own messageId. All values are
 * strings and fields are in the order of captured requests.
 * @throws Error if there are more parts than a header can count (TS 23.040 9.2.3.24.1)
 */
export function partRecords(
	sms: TypedSms,
	context: { apiKey: string; reference: number; cutSurrogates: boolean },
): PartRecord[] {
	const contents = partContents(sms, context);
	if (contents.length > 255) throw new Error('An SMS has 255 parts at most');
	return contents.map((content, index) => ({
		part: index + 1,
		total: contents.length,
		fields: {
			msisdn: sms.from.replace(/^\+/, ''),
			to: sms.to,
			messageId: sms.messageIds?.[index] ?? newMessageId(),
			...concatenation(sms, context.reference, index + 1, contents.length),
			...content,
			'api-key': context.apiKey,
		},
	}));
}

/** Adds the time of the push. If it will be signed, also adds the time in seconds and a nonce. */
export function stamp(
	fields: Readonly<Record<string, string>>,
	now: Date,
	signed: boolean,
): Record<string, string> {
	return {
		...fields,
		'message-timestamp': messageTimestamp(now),
		...(signed ? { timestamp: String(Math.floor(now.getTime() / 1000)), nonce: randomUUID() } : {}),
	};
}

/** Sets fields, and removes those whose new value is null. */
export function override(
	fields: Readonly<Record<string, string>>,
	changes: Readonly<Record<string, string | null>> = {},
): Record<string, string> {
	const changed: Record<string, string> = {};
	for (const [name, value] of Object.entries({ ...fields, ...changes })) {
		if (value !== null) changed[name] = value;
	}
	return changed;
}

function partContents(
	{ content }: TypedSms,
	context: { reference: number; cutSurrogates: boolean },
): Record<string, string>[] {
	if ('media' in content) {
		throw new Error('MMS are simulated with the SMS setting "messages" only');
	}
	if ('text' in content) {
		const type = encodingOf(content.text) === 'GSM-7' ? 'text' : 'unicode';
		return splitText(content.text, context).parts.map((text) => ({
			text,
			type,
			keyword: keywordOf(text),
		}));
	}
	return splitBinary(content, context.reference).map(({ data, udh }) => ({
		text: 'Binary message',
		type: 'binary',
		keyword: 'BINARY',
		data,
		...(udh === undefined ? {} : { udh }),
	}));
}

function concatenation(
	sms: TypedSms,
	reference: number,
	part: number,
	total: number,
): Record<string, string> {
	if (total === 1 || sms.concatenated === false) return {};
	return {
		concat: 'true',
		'concat-ref': sms.concatRef ?? String(reference),
		'concat-total': String(total),
		'concat-part': String(part),
	};
}

/** First word of this part, in upper case with its punctuation. */
export function keywordOf(text: string): string {
	return (text.trim().split(/\s+/)[0] ?? '').toUpperCase();
}
