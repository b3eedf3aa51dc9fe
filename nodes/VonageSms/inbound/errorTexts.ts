/** What Vonage's table says of an `err-code` of the SMS API; null for a code that is not in it. */
export function smsErrorText(code: string | null): string | null {
	return code === null ? null : (SMS_API.get(code) ?? null);
}

/** What Vonage's table says of an error of the Messages API; null for a code that is not in it. */
export function messagesErrorText(code: string | null): string | null {
	return code === null ? null : (MESSAGES_API.get(code) ?? null);
}

/** Vonage, "Delivery receipts"; 16 from practice. */
const SMS_API: ReadonlyMap<string, string> = new Map([
	['0', 'Delivered'],
	['1', 'Unknown error'],
	['2', 'Subscriber absent for the moment'],
	['3', 'Subscriber absent for good'],
	['4', 'Subscriber bars such messages'],
	['5', 'Number portability error'],
	['6', 'Rejected as spam'],
	['7', 'Handset busy'],
	['8', 'Network error'],
	['9', 'Recipient opted out of this service'],
	['10', 'Message not valid'],
	['11', 'No route to the number'],
	['12', 'Destination unreachable'],
	['13', 'Subscriber too young for this content'],
	['14', 'Carrier blocks the number'],
	['15', 'Prepaid subscriber out of credit'],
	['16', "Gateway's quota used up"],
	['50', 'Blocked by the entity filter'],
	['51', 'Blocked by the header filter'],
	['52', 'Blocked by the content filter'],
	['53', 'Blocked by the consent filter'],
	['54', 'Against a regulation'],
	['99', 'General error'],
]);

/** Vonage, "Messages API errors". */
const MESSAGES_API: ReadonlyMap<string, string> = new Map([
	['1000', 'Sent faster than the account may'],
	['1010', 'A parameter is missing'],
	['1020', 'A parameter is not valid'],
	['1030', 'Internal error at Vonage'],
	['1040', 'Message not valid'],
	['1050', 'Number barred'],
	['1060', 'Account barred'],
	['1070', 'Quota of the account used up'],
	['1120', 'Sender not allowed'],
	['1130', 'Time to live not valid'],
	['1160', 'Recipient not on the list of a trial account'],
	['1170', 'Recipient not valid'],
	['1180', 'Subscriber absent for the moment'],
	['1190', 'Subscriber absent for good'],
	['1210', 'Rejected as spam'],
	['1220', 'Handset busy'],
	['1240', 'Recipient opted out with STOP'],
	['1241', 'Too many messages to this recipient'],
	['1250', 'No route to the number'],
	['1251', 'No route to the number'],
	['1260', 'Destination unreachable'],
	['1290', 'Prepaid subscriber out of credit'],
	['1330', 'Failed for an unknown reason'],
	['1331', 'Error at the provider'],
	['1360', 'Expired before it could be delivered'],
	['1400', 'Channel not supported'],
	['1420', 'Sender not valid'],
	['1430', 'Recipient not valid'],
	['1450', 'Client reference not valid'],
	['1460', 'Daily limit of the 10DLC campaign reached'],
	['1490', 'A segment timed out: delivery of the whole is unknown'],
]);
