/** What one of Vonage's codes means. */
export interface Meaning {
	/** For `errorText` of a delivery receipt. */
	text: string;
	/** For the error of a message that was not sent: what happened, and what to do, without full stops at their ends. */
	what: string;
	advice: string;
}

/** What `err-code` of an SMS API delivery receipt means; null for a code that Vonage doesn't list. */
export function smsErrorText(code: string | null): string | null {
	return meaning(SMS_RECEIPT, code)?.text ?? null;
}

/** What an error code in a Messages API status means; null for a code that Vonage doesn't list. */
export function messagesErrorText(code: string | null): string | null {
	return meaning(MESSAGES, code)?.text ?? null;
}

/** What the status of an SMS API answer means; null for one that Vonage doesn't list. */
export function meaningOfSendStatus(status: string): Meaning | null {
	return meaning(SMS_SEND, status);
}

/** What an error code of the Messages API means; null for one that Vonage doesn't list. */
export function meaningOfMessagesCode(code: string): Meaning | null {
	return meaning(MESSAGES, code);
}

const contactSupport = 'Contact Vonage support';
const checkFields = "Check 'From', 'To' and the additional fields";
const removeRecipient = 'Remove this recipient from your list';
const sendLater = 'Send the message again later';
const checkRecipient = "Check the phone number in 'To'";

const MEANINGS = {
	delivered: ['Delivered', 'The message was delivered', 'Nothing needs to be done'],
	unknown: [
		'Failed for an unknown reason',
		"The message couldn't be delivered for an unknown reason",
		"Check 'To', and contact Vonage support if it happens again",
	],
	absentNow: [
		'Subscriber absent temporarily',
		'The recipient is temporarily unavailable or out of reach',
		sendLater,
	],
	absentForGood: [
		'Subscriber absent permanently',
		"The recipient's number is no longer in use",
		removeRecipient,
	],
	barredByUser: [
		'Call barred by the subscriber',
		'The recipient has blocked messages like this one',
		removeRecipient,
	],
	portability: [
		'Portability error',
		"The recipient's number was ported and can't be reached",
		'Ask the recipient to contact their carrier',
	],
	spam: [
		'Rejected as spam',
		'The message was stopped by a spam filter',
		'Reword the text, or contact Vonage support',
	],
	busy: ['Handset busy', "The recipient's phone was busy", sendLater],
	network: ['Network error', 'The network failed while the message was being sent', sendLater],
	optedOut: [
		'Recipient opted out of these messages',
		'The recipient has opted out of your messages',
		"Don't send to this number until its owner opts in again",
	],
	badMessage: [
		'Message not valid',
		'Vonage could not process the message in this form',
		"Check 'To', the content and the additional fields",
	],
	unroutable: [
		'No route to the number',
		"The message can't be routed to this number",
		checkRecipient,
	],
	unreachable: ['Destination unreachable', "The destination can't be reached", checkRecipient],
	age: [
		'Blocked by an age restriction',
		"The carrier blocked the message because of the recipient's age",
		'Send different content to this number',
	],
	blockedByCarrier: [
		'Number blocked by the carrier',
		'The carrier blocked the message: the plan may not include SMS, or the number is suspended',
		removeRecipient,
	],
	recipientCredit: [
		'Recipient out of prepaid credit',
		"The recipient's prepaid account doesn't have enough credit",
		sendLater,
	],
	gatewayQuota: [
		'Quota of the gateway exceeded',
		'The quota of the gateway is exceeded',
		sendLater,
	],
	entity: [
		'Blocked by the entity filter',
		"A country regulation blocked the message: 'Entity ID' is missing or wrong",
		"Check 'Entity ID'",
	],
	header: [
		'Blocked by the header filter',
		"A country regulation blocked the message: the sender isn't registered",
		"Check 'From' and its registration",
	],
	contentFilter: [
		'Blocked by the content filter',
		"A country regulation blocked the message: 'Content ID' is missing or wrong",
		"Check 'Content ID'",
	],
	consent: [
		'Blocked by the consent filter',
		"A country regulation blocked the message: the recipient's consent is missing",
		"Get the recipient's consent first",
	],
	regulation: ['Failed a regulation', 'A country regulation blocked the message', contactSupport],
	general: [
		'General error',
		"The message wasn't delivered, but Vonage gave no specific reason",
		contactSupport,
	],
	throttled: [
		'Throttled: sent faster than the account allows',
		'Vonage is throttling this account',
		"Lower 'Batching (Messages per Second)' in the options. By default, Vonage allows 30 per second, and 1 for US long numbers",
	],
	missing: [
		'Required parameter missing',
		'A required parameter is missing',
		"Check that 'From', 'To' and 'Text' have a value for this item",
	],
	invalid: ['Parameter not valid', "Vonage doesn't accept the value of a parameter", checkFields],
	credentials: [
		'API key or secret not valid',
		"Vonage doesn't accept the API key and secret",
		'Check the Vonage SMS API credential with its test button',
	],
	internal: [
		'Internal error at Vonage',
		'Vonage could not process the message for an internal reason',
		'Send it again later. If it fails again, check https://vonageapi.statuspage.io',
	],
	numberBarred: [
		'Number barred',
		"The number is barred (blacklisted) and can't receive messages",
		'Remove the recipient from your list, or ask Vonage support why the number is barred',
	],
	accountBarred: ['Account barred', 'The Vonage account is barred from sending', contactSupport],
	quota: [
		'Account quota exceeded: not enough credit',
		"The Vonage account doesn't have enough credit",
		"Top up the account; the operation 'Get Balance' shows the remaining credit",
	],
	binds: [
		'Too many connections',
		'Too many connections to Vonage are open for this account',
		"Lower 'Batching (Messages per Second)' in the options, or run fewer workflows that send at the same time",
	],
	notEnabledForHttp: [
		'Account not enabled for HTTP',
		'The Vonage account is not enabled for sending over HTTP',
		'Contact Vonage support to have the SMS API enabled',
	],
	notEnabledForRest: [
		'Account not enabled for REST',
		'The Vonage account is not enabled for this API and has to use SMPP',
		contactSupport,
	],
	tooLong: [
		'Message too long',
		'The message is too long',
		"A text can have up to 3,200 characters; 'Body' and 'User Data Header' of a binary message up to 140 bytes together",
	],
	communication: [
		'Not submitted because communication failed',
		'The message was not submitted because communication failed',
		'Send it again later',
	],
	signature: [
		'Signature not valid',
		"Vonage doesn't accept the signature",
		'Compare the signature secret and method of the credential with the API settings in the Vonage dashboard',
	],
	sender: [
		'Sender not accepted',
		"Vonage doesn't accept this sender",
		"Use one of your Vonage numbers in 'From'. Some countries, such as the US, don't allow sender IDs or require registration",
	],
	ttl: [
		'Time to live not valid',
		"Vonage doesn't accept the time to live",
		"Use 20 to 604,800 seconds for an SMS and 300 to 259,200 for an MMS in 'Time to Live'",
	],
	facility: [
		'Facility not allowed',
		"The message uses a feature that isn't enabled for this account",
		contactSupport,
	],
	messageClass: [
		'Message class not valid',
		"Vonage doesn't accept the message class or another parameter",
		"Set 'Message Class' to 0 to 3, and check the other additional fields",
	],
	blockedByProvider: [
		'Blocked by the provider',
		'The message was blocked by the provider before delivery',
		'Contact Vonage support',
	],
	networkCode: [
		'Network code not valid',
		"The network code isn't valid or isn't allowed",
		"Check that the recipient's country and network are enabled for this account",
	],
	callback: [
		'Callback URL not valid',
		"Vonage doesn't accept the callback URL",
		"Check 'Delivery Receipt URL': it must be a public URL of at most 100 characters that responds",
	],
	trial: [
		'Recipient not on the list of allowed numbers',
		'A trial account can only send to its test numbers',
		'Add the recipient to the test numbers in the Vonage dashboard, or add credit to leave the trial',
	],
	signatureAndSecret: [
		'Both signature and API secret sent',
		'Vonage received both a signature and an API secret',
		"Check whether a proxy at the 'REST URL' of the credential adds the API secret",
	],
	deactivated: [
		'Recipient number deactivated',
		"The recipient's number has been deactivated",
		removeRecipient,
	],
	recipient: ['Recipient not valid', "The recipient isn't valid", checkRecipient],
	tooMany: [
		'Too many messages to this recipient',
		'Too many messages were sent to this recipient',
		'Send fewer messages to this number',
	],
	pool: [
		'Number pool does not exist',
		'The number pool does not exist',
		"Check 'Number Pool ID' in the additional fields",
	],
	device: [
		'Device not suitable',
		"The recipient's device can't receive this message",
		'Send it as plain SMS',
	],
	alreadySent: [
		'Message already sent',
		'The message was already sent',
		'Check the logs in the Vonage dashboard',
	],
	provider: [
		'Error at the provider',
		'The provider (operator) could not process the message',
		'Send it again in a few minutes',
	],
	expired: [
		'Expired before it could be delivered',
		'The message expired before delivery',
		"Raise 'Time to Live', or send it again",
	],
	resource: [
		'Media resource not accessible',
		"Vonage couldn't download a media file",
		"Check that each URL in 'Media URLs' is public and returns the file",
	],
	resourceSize: [
		'Media resource too large',
		'A media file is too large',
		'Send a smaller file (about 600 KB, at most 2 MB)',
	],
	resourceType: [
		'Media resource type not supported',
		"Vonage doesn't support the type of a media file",
		'Send a .jpg, .png, .gif, .vcf, .mp3 or .mp4 file',
	],
	channel: [
		'Channel not supported',
		"The channel isn't available for this account",
		"Check 'Channel', and that the sender supports it",
	],
	channelParameters: [
		'Channel parameters not valid',
		"Vonage doesn't accept the value of a parameter for this channel",
		checkFields,
	],
	channelSender: [
		'Sender not valid',
		"Vonage doesn't accept this sender",
		"In 'From', use one of your Vonage numbers that is linked to the credential's application",
	],
	messageType: [
		'Message type not supported',
		"The message type isn't supported for this channel",
		"Check 'Channel' and 'Media URLs'",
	],
	clientRef: [
		'Client reference not valid',
		"Vonage doesn't accept the client reference",
		"Use at most 100 characters in 'Client Reference'",
	],
	dailyLimit: [
		'Daily message limit reached',
		'The daily limit of the 10DLC campaign is reached',
		'Send the remaining messages tomorrow, or ask Vonage to raise the limit',
	],
	fraud: [
		'Blocked by Fraud Defender',
		'Fraud Defender blocked the message',
		'Check the Fraud Defender rules in the Vonage dashboard',
	],
	originate: [
		'Originating number on a do-not-originate list',
		'Fraud Defender blocked the message: the sender is on a do-not-originate list',
		"Choose another number in 'From'",
	],
	segmentTimeout: [
		'Segment timed out: overall delivery unknown',
		'A segment timed out: parts of the message may have been delivered',
		'Check the delivery receipt before sending again',
	],
} as const satisfies Readonly<Record<string, readonly [string, string, string]>>;

type Codes = Readonly<Record<string, keyof typeof MEANINGS>>;

function meaning(codes: Codes, code: string | null): Meaning | null {
	const name = code !== null && Object.hasOwn(codes, code) ? codes[code] : undefined;
	if (name === undefined) return null;
	const [text, what, advice] = MEANINGS[name];
	return { text, what, advice };
}

/** `err-code` of delivery receipts (developer.vonage.com, SMS API, "Delivery Receipts"; 16 is known from practice). */
const SMS_RECEIPT: Codes = {
	...{ 0: 'delivered', 1: 'unknown', 2: 'absentNow', 3: 'absentForGood', 4: 'barredByUser' },
	...{ 5: 'portability', 6: 'spam', 7: 'busy', 8: 'network', 9: 'optedOut', 10: 'badMessage' },
	...{ 11: 'unroutable', 12: 'unreachable', 13: 'age', 14: 'blockedByCarrier' },
	...{ 15: 'recipientCredit', 16: 'gatewayQuota', 50: 'entity', 51: 'header' },
	...{ 52: 'contentFilter', 53: 'consent', 54: 'regulation', 99: 'general' },
};

/** Statuses of `POST /sms/json` (SMS API 1.5.1, `x-errors`); 0 is success. */
const SMS_SEND: Codes = {
	...{ 1: 'throttled', 2: 'missing', 3: 'invalid', 4: 'credentials', 5: 'internal' },
	...{ 6: 'badMessage', 7: 'numberBarred', 8: 'accountBarred', 9: 'quota', 10: 'binds' },
	...{ 11: 'notEnabledForHttp', 12: 'tooLong', 14: 'signature', 15: 'sender' },
	...{ 17: 'blockedByProvider', 22: 'networkCode', 23: 'callback', 29: 'trial' },
	...{ 32: 'signatureAndSecret', 33: 'deactivated' },
};

/** Error codes that concern SMS and MMS (Messages API 1.20.0, `x-errors`): of statuses, and of answers by `title`. */
const MESSAGES: Codes = {
	...{ 1000: 'throttled', 1010: 'missing', 1020: 'invalid', 1030: 'internal' },
	...{ 1040: 'badMessage', 1050: 'numberBarred', 1060: 'accountBarred', 1070: 'quota' },
	...{ 1080: 'notEnabledForRest', 1090: 'tooLong', 1100: 'communication', 1120: 'sender' },
	...{ 1130: 'ttl', 1140: 'facility', 1150: 'messageClass', 1160: 'trial' },
	...{ 1170: 'recipient', 1180: 'absentNow', 1190: 'absentForGood', 1200: 'portability' },
	...{ 1210: 'spam', 1220: 'busy', 1230: 'network', 1240: 'optedOut', 1241: 'tooMany' },
	...{ 1242: 'pool', 1250: 'unroutable', 1251: 'unroutable', 1260: 'unreachable' },
	...{ 1270: 'age', 1280: 'blockedByCarrier', 1282: 'blockedByProvider' },
	...{ 1290: 'recipientCredit', 1310: 'device', 1320: 'alreadySent', 1330: 'unknown' },
	...{ 1331: 'provider', 1360: 'expired', 1380: 'resource', 1381: 'resourceSize' },
	...{ 1382: 'resourceType', 1400: 'channel', 1410: 'channelParameters' },
	...{ 1420: 'channelSender', 1430: 'recipient', 1440: 'messageType', 1450: 'clientRef' },
	...{ 1460: 'dailyLimit', 1470: 'fraud', 1471: 'fraud', 1472: 'fraud', 1473: 'fraud' },
	...{ 1474: 'fraud', 1475: 'fraud', 1476: 'originate', 1480: 'entity', 1481: 'header' },
	...{ 1482: 'contentFilter', 1483: 'consent', 1484: 'regulation', 1490: 'segmentTimeout' },
};
