import type { StateView } from './views';

/** Why a text to this number wouldn't reach n8n; empty if it would. */
export function noticeFor({ account, numbers, applications }: StateView, msisdn: string): string {
	if (account.moCallBackUrl !== '') return '';
	const number = numbers.find((each) => each.msisdn === msisdn);
	if (account.smsSetting === 'sms') {
		return number?.moHttpUrl
			? ''
			: 'This number has no webhook yet: publish a workflow with the Vonage SMS Trigger.';
	}
	const application = applications.find(({ id }) => id === number?.app_id);
	if (application === undefined) {
		return (
			'With the Messages API, Vonage uses the application that a number is linked to, but this number is linked ' +
			"to none. Link it below, and set 'Receive From' in the Vonage SMS Trigger to 'Application'."
		);
	}
	return application.inboundUrl === ''
		? `The application "${application.name}" has no inbound URL yet: publish a workflow whose ` +
				"Vonage SMS Trigger has 'Receive From' set to 'Application'."
		: '';
}
