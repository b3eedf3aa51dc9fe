import type { StateView } from './views';

/** Who has the number now, in a few words. */
export function useOf(state: StateView, msisdn: string): string {
	const url = destinationOf(state, msisdn);
	if (url === '') return 'no webhook';
	if (url.includes('/webhook-test/')) return 'a test listens';
	return url.includes('/webhook/') ? 'starts a workflow' : 'another URL';
}

/** Why a text to this number wouldn't reach n8n; empty if it would. */
export function noticeFor(state: StateView, msisdn: string): string {
	if (destinationOf(state, msisdn) !== '') return '';
	if (state.account.smsSetting === 'sms') {
		return 'This number has no webhook yet: publish a workflow with the Vonage SMS Trigger.';
	}
	const application = applicationOf(state, msisdn);
	if (application === undefined) {
		return (
			'With the Messages API, Vonage uses the application that a number is linked to, but this number is linked ' +
			"to none. Link it below, and set 'Receive From' in the Vonage SMS Trigger to 'Application'."
		);
	}
	return (
		`The application "${application.name}" has no inbound URL yet: publish a workflow whose ` +
		"Vonage SMS Trigger has 'Receive From' set to 'Application'."
	);
}

/** The URL that Vonage calls for an SMS to this number; empty when there is none. */
function destinationOf(state: StateView, msisdn: string): string {
	const { account, numbers } = state;
	const own =
		account.smsSetting === 'sms'
			? numbers.find((number) => number.msisdn === msisdn)?.moHttpUrl
			: applicationOf(state, msisdn)?.inboundUrl;
	return own === undefined || own === '' ? account.moCallBackUrl : own;
}

function applicationOf({ numbers, applications }: StateView, msisdn: string) {
	const number = numbers.find((each) => each.msisdn === msisdn);
	return applications.find(({ id }) => id === number?.app_id);
}
