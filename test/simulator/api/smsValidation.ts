import { errorEntry } from './smsEntries';
import type { SmsEntry } from './smsEntries';
import { isAllowedUrl } from '../webhooks/urlCheck';

type Parameters = Readonly<Record<string, string>>;

/** Vonage's refusal entry for these parameters; undefined if they're valid. */
export function validateSend(parameters: Parameters): SmsEntry | undefined {
	for (const check of [checkPresence, checkRanges, checkSenderName, checkCallback, checkContent]) {
		const refusal = check(parameters);
		if (refusal) return refusal;
	}
	return undefined;
}

function checkPresence(parameters: Parameters): SmsEntry | undefined {
	const content = parameters.type === 'binary' ? ['body', 'udh'] : ['text'];
	for (const name of ['to', 'from', ...content]) {
		if ((parameters[name] ?? '') === '') return errorEntry('2', `Missing ${name} param`);
	}
	return undefined;
}

/** Limits of the SMS API reference. */
const rules: Readonly<Record<string, (value: string) => boolean>> = {
	to: (value) => /^[1-9]\d{6,14}$/.test(value),
	type: (value) => ['text', 'unicode', 'binary'].includes(value),
	ttl: (value) => isWithin(value, 20_000, 604_800_000),
	'message-class': (value) => isWithin(value, 0, 3),
	'protocol-id': (value) => isWithin(value, 0, 255),
	'client-ref': (value) => value.length <= 100,
	'account-ref': (value) => value.length <= 100,
};

function checkRanges(parameters: Parameters): SmsEntry | undefined {
	for (const [name, isRight] of Object.entries(rules)) {
		const value = parameters[name];
		if (value !== undefined && !isRight(value)) {
			return errorEntry('3', `Invalid value for param: ${name}`);
		}
	}
	return undefined;
}

function checkSenderName({ from = '' }: Parameters): SmsEntry | undefined {
	return /^(\d{1,15}|[A-Za-z0-9 ]{1,11})$/.test(from) ? undefined : errorEntry('15');
}

function checkCallback({ callback }: Parameters): SmsEntry | undefined {
	if (callback === undefined) return undefined;
	return callback.length <= 100 && isAllowedUrl(callback) ? undefined : errorEntry('23');
}

function checkContent({ type, text = '', body = '', udh = '' }: Parameters): SmsEntry | undefined {
	if (type !== 'binary') return text.length > 3200 ? errorEntry('12') : undefined;
	if (!isHex(body) || !isHex(udh)) return errorEntry('6');
	// Vonage doesn't split binary messages (SMS API errors, status 12).
	return body.length + udh.length > 280 ? errorEntry('12') : undefined;
}

function isWithin(value: string, least: number, most: number): boolean {
	return /^\d+$/.test(value) && Number(value) >= least && Number(value) <= most;
}

function isHex(text: string): boolean {
	return /^([0-9A-Fa-f]{2})*$/.test(text);
}
