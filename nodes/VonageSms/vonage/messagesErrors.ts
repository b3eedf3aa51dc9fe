import type { Meaning } from './answer';

const contactSupport = "Contact Vonage's support";
const checkRecipient = 'Check the recipient\'s number in "To"';

/** Error codes of the Messages API that concern SMS (developer.vonage.com/api-errors/messages). */
const meanings: Readonly<Record<string, readonly [what: string, advice: string]>> = {
	'1000': [
		'Vonage is throttling this account',
		'Lower "Batching (Messages per Second)" in the options',
	],
	'1010': [
		'Vonage misses a required parameter',
		'Check that "From", "To" and "Text" hold a value for this item',
	],
	'1020': [
		'Vonage does not accept the value of a parameter',
		'Check "From", "To" and the additional fields',
	],
	'1030': ['Vonage could not process the message', 'Send it again after a while'],
	'1040': [
		'Vonage could not process the message as it is',
		'Check "Text" and the additional fields',
	],
	'1050': ['The number is barred and may not receive messages', 'Take the recipient off your list'],
	'1060': ['The Vonage account is barred from sending', contactSupport],
	'1070': ['The Vonage account has not enough credit', 'Top up the account'],
	'1080': [
		'Too many connections to Vonage are open for this account',
		'Lower "Batching (Messages per Second)" in the options',
	],
	'1090': ['The Vonage account may not use this API', contactSupport],
	'1100': ['Vonage could not route the message', 'Send it again after a while'],
	'1120': [
		'Vonage does not accept this sender',
		'Use one of your Vonage numbers in "From": some countries do not allow names',
	],
	'1130': [
		'Vonage does not accept the time to live',
		'Use 20 to 604,800 seconds in "Time to Live"',
	],
	'1150': [
		'Vonage does not accept the value of a parameter',
		'Check "From", "To" and the additional fields',
	],
	'1160': [
		'A trial account may send to its test numbers alone',
		"Add the recipient to the test numbers in Vonage's dashboard, or add credit to leave the trial",
	],
	'1170': ['The recipient is not valid', checkRecipient],
	'1180': ['The recipient could not be reached for the moment', 'Send it again later'],
	'1190': ["The recipient's number is no longer in use", 'Take the recipient off your list'],
	'1210': ['The message was stopped by a spam filter', "Reword the text, or ask Vonage's support"],
	'1220': ["The recipient's phone was busy", 'Send it again later'],
	'1240': [
		'The recipient has opted out of your messages',
		'Do not send to this number until it opts in again',
	],
	'1241': ['Too many messages went to this recipient', 'Send fewer messages to this number'],
	'1250': ['The message cannot be routed', checkRecipient],
	'1251': ['The message cannot be routed', checkRecipient],
	'1260': ['The destination cannot be reached', checkRecipient],
	'1290': ["The recipient's prepaid account has not enough credit", 'Send it again later'],
	'1330': ['The message could not be delivered', contactSupport],
	'1331': ['The operator could not process the message', 'Send it again after a while'],
	'1360': ['The message expired before delivery', 'Raise "Time to Live" or send it again'],
	'1400': ['The channel is not available for this account', contactSupport],
	'1420': [
		'Vonage does not accept this sender',
		'Use one of your Vonage numbers in "From", linked to the application of the credential',
	],
	'1430': ['The recipient is not valid', checkRecipient],
	'1450': [
		'Vonage does not accept the client reference',
		'Use 100 characters at most in "Client Reference"',
	],
	'1460': [
		'The daily limit of the 10DLC campaign is used up',
		'Send the rest tomorrow, or raise the limit with Vonage',
	],
	'1470': [
		'Fraud Defender stopped the message',
		"Look at the Fraud Defender rules in Vonage's dashboard",
	],
	'1480': [
		'A regulation of the country stopped the message',
		'Check the sender\'s registration, "Entity ID" and "Content ID"',
	],
	'1490': [
		'A segment timed out: parts of the message may have been delivered',
		'Check the delivery receipt before sending again',
	],
};

/** Codes that differ in detail alone: 1471 to 1476 are rules of Fraud Defender, 1481 to 1484 regulations. */
const families: ReadonlyArray<readonly [from: number, to: number, code: string]> = [
	[1471, 1476, '1470'],
	[1481, 1484, '1480'],
];

/** Null for a code that is not in the list. */
export function meaningOfCode(code: string): Meaning | null {
	const family = families.find(([from, to]) => Number(code) >= from && Number(code) <= to);
	const [what, advice] = meanings[family?.[2] ?? code] ?? [];
	return what !== undefined && advice !== undefined ? { what, advice } : null;
}
