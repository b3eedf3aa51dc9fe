import type { Meaning } from './answer';

/** Statuses of a send (developer.vonage.com, "Troubleshooting failed SMS" of the SMS API); 0 is success. */
const meanings: Readonly<Record<string, Meaning>> = {
	'1': {
		what: 'Vonage is throttling this account',
		advice:
			'Lower "Batching (Messages per Second)" in the options: accounts start at 30 a second, US numbers at 1',
	},
	'2': {
		what: 'Vonage misses a required parameter',
		advice: 'Check that "From", "To" and "Text" hold a value for this item',
	},
	'3': {
		what: 'Vonage does not accept the value of a parameter',
		advice: 'Check "From", "To" and the additional fields; Vonage\'s own words name the parameter',
	},
	'4': {
		what: 'Vonage does not accept the API key and secret',
		advice: 'Check the Vonage SMS API credential with its test button',
	},
	'5': {
		what: 'Vonage could not process the message',
		advice: "Send it again after a while; look at Vonage's status page if it goes on",
	},
	'6': {
		what: 'Vonage could not process the message as it is',
		advice: 'Check the recipient, and "Body" and "User Data Header" of a binary message',
	},
	'7': {
		what: 'The number is blacklisted and may not receive messages',
		advice: "Take the recipient off your list, or ask Vonage's support why the number is barred",
	},
	'8': {
		what: 'The Vonage account is barred from sending',
		advice: "Contact Vonage's support",
	},
	'9': {
		what: 'The Vonage account has not enough credit',
		advice: 'Top up the account; the operation "Get Balance" shows what is left',
	},
	'10': {
		what: 'Too many connections to Vonage are open for this account',
		advice:
			'Lower "Batching (Messages per Second)" in the options, or run fewer workflows that send at once',
	},
	'11': {
		what: 'The Vonage account may not send over HTTP',
		advice: "Contact Vonage's support to have the SMS API enabled",
	},
	'12': {
		what: 'The message is too long',
		advice: 'Shorten the text: Vonage takes 3,200 characters at most',
	},
	'14': {
		what: 'Vonage could not verify the signature',
		advice:
			"Check the signature secret and method of the credential against the API settings in Vonage's dashboard",
	},
	'15': {
		what: 'Vonage does not accept this sender',
		advice:
			'Use one of your Vonage numbers in "From": in some countries, such as the US, names are not allowed or must be registered',
	},
	'17': {
		what: 'The message was blocked before delivery',
		advice: "Contact Vonage's support: a filter of Vonage or of the operator stopped it",
	},
	'22': {
		what: 'The network code is not valid or not allowed',
		advice: "Check that the recipient's country and network are open for this account",
	},
	'23': {
		what: 'Vonage does not accept the callback URL',
		advice:
			'Check "Delivery Receipt URL": a public address that answers, of 100 characters at most',
	},
	'29': {
		what: 'A trial account may send to its test numbers alone',
		advice:
			"Add the recipient to the test numbers in Vonage's dashboard, or add credit to leave the trial",
	},
	'32': {
		what: 'Vonage got both a signature and an API secret',
		advice: 'Check whether a proxy at the "REST URL" of the credential adds the API secret',
	},
	'33': {
		what: "The sender's number has been deactivated",
		advice: 'Choose another number in "From"',
	},
};

export function meaningOfStatus(status: string): Meaning {
	return (
		meanings[status] ?? {
			what: `Vonage refused the message with status ${status}`,
			advice: "Look the status up in Vonage's list of SMS API errors",
		}
	);
}
