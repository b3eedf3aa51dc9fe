/** Statuses of the SMS API and the text that goes with each (Vonage, SMS API errors). */
export const errorTexts: Readonly<Record<string, string>> = {
	'1': 'Throughput Rate Exceeded - please wait [ 702 ] and retry',
	'2': 'Missing params',
	'3': 'Invalid params',
	'4': 'Bad Credentials',
	'5': 'Internal Error',
	'6': 'Invalid Message',
	'7': 'Number Barred',
	'8': 'Partner Account Barred',
	'9': 'Partner Quota Violation',
	'10': 'Too Many Existing Binds',
	'11': 'Account Not Enabled For HTTP',
	'12': 'Message Too Long',
	'14': 'Invalid Signature',
	'15': 'Invalid Sender Address',
	'17': 'Message Blocked by Provider',
	'22': 'Invalid Network Code',
	'23': 'Invalid Callback Url',
	'29': 'Non-Whitelisted Destination',
	'32': 'Signature And API Secret Disallowed',
	'33': 'Number De-activated',
};

/** One entry of `messages` in the answer to a send: all values are strings. */
export type SmsEntry = Record<string, string>;

export function errorEntry(status: string, errorText?: string): SmsEntry {
	return { status, 'error-text': errorText ?? errorTexts[status] ?? 'Unknown Error' };
}

/** The body of the response, which always has HTTP status 200. */
export function smsAnswer(entries: readonly SmsEntry[]): {
	'message-count': string;
	messages: readonly SmsEntry[];
} {
	return { 'message-count': String(entries.length), messages: entries };
}
