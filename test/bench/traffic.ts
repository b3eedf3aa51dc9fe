import { signParameters } from '../simulator/webhooks/signing';

/** A webhook record as Vonage's SMS API sends it. */
export type SmsRecord = Record<string, string>;

export const SECRET = 'signature secret of the benchmark';
export const METHOD = 'sha256';
export const ACCOUNT = 'abcd1234';

const PART_TEXT = 'A part of a long text message is 153 characters long where it is GSM-7. ';

/** One SMS that is not concatenated. `name` makes its id and its text unlike any other's. */
export function singleSms(name: string): SmsRecord {
	return signed({
		...envelope(name),
		messageId: name,
		text: `${name} ${PART_TEXT}`,
		keyword: name.toUpperCase(),
	});
}

/** All parts of one long message, in their order. */
export function longSms(name: string, total: number): SmsRecord[] {
	const texts = Array.from({ length: total }, (_, index) => partText(name, index + 1));
	return texts.map((text, index) =>
		signed({
			...envelope(name),
			messageId: `${name}-${index + 1}`,
			text,
			keyword: name.toUpperCase(),
			concat: 'true',
			'concat-ref': name,
			'concat-total': String(total),
			'concat-part': String(index + 1),
		}),
	);
}

export function textOf(records: SmsRecord[]): string {
	return records.map(({ text }) => text).join('');
}

function partText(name: string, part: number): string {
	return `${name}:${part} ${PART_TEXT.repeat(3)}`.slice(0, 153);
}

function envelope(name: string): SmsRecord {
	return {
		'api-key': ACCOUNT,
		msisdn: `4477009${digitsOf(name)}`,
		to: '447700900001',
		type: 'text',
		'message-timestamp': '2020-01-01 12:00:00',
		timestamp: '1577880000',
		nonce: `nonce-${name}`,
	};
}

/** Many senders: five digits that follow from the name. */
function digitsOf(name: string): string {
	let sum = 0;
	for (const character of name) sum = (sum * 31 + character.charCodeAt(0)) % 100_000;
	return String(sum).padStart(5, '0');
}

function signed(record: SmsRecord): SmsRecord {
	return { ...record, sig: signParameters(record, SECRET, METHOD) };
}
