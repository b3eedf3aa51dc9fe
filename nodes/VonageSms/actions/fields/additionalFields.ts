import type { INodeProperties } from 'n8n-workflow';

const smsApiOnly = { show: { '/api': ['sms'] } };

const clientReference: INodeProperties = {
	displayName: 'Client Reference',
	name: 'clientRef',
	type: 'string',
	default: '',
	placeholder: 'e.g. order-4711',
	description:
		"Your own reference, up to 100 characters (Vonage advises 40). It's returned in the output and as clientRef in the delivery receipt, so you can match the two.",
};

/**
 * What Vonage accepts besides the message itself.
 *
 * @param prefilled what a field that is added begins with
 */
export function additionalFields(prefilled: { clientRef: string }): INodeProperties {
	return {
		displayName: 'Additional Fields',
		name: 'additionalFields',
		type: 'collection',
		placeholder: 'Add Field',
		default: {},
		options: [
			{
				displayName: 'Account Reference',
				name: 'accountRef',
				type: 'string',
				default: '',
				displayOptions: smsApiOnly,
				description: 'Reference to use if Vonage splits your bill by account',
			},
			{ ...clientReference, default: prefilled.clientRef },
			{
				displayName: 'Content ID',
				name: 'contentId',
				type: 'string',
				default: '',
				description: 'ID of the registered message template, required for India (DLT)',
			},
			{
				displayName: 'Delivery Receipt URL',
				name: 'callbackUrl',
				type: 'string',
				default: '',
				placeholder: 'e.g. https://n8n.example.com/webhook/…/vonage',
				hint: "To receive delivery receipts in n8n, add a Vonage SMS Trigger with 'Trigger On' set to Delivery Receipt and 'Receive From' set to Manual Setup, publish it, and copy its Production URL here",
				description:
					'Webhook URL that Vonage sends the delivery receipt to. If empty, Vonage uses the URL of the account or application. The SMS API accepts at most 100 characters.',
			},
			{
				displayName: 'Entity ID',
				name: 'entityId',
				type: 'string',
				default: '',
				description: 'ID of the registered sending organization, required for India (DLT)',
			},
			{
				displayName: 'Fall Back to SMS',
				name: 'failoverToSms',
				type: 'boolean',
				default: true,
				displayOptions: { show: { '/api': ['messages'], '/channel': ['mms'] } },
				description:
					"Whether Vonage sends 'Text' (or 'Caption') as an SMS from the same sender if the MMS fails",
			},
			{
				displayName: 'Message Class',
				name: 'messageClass',
				type: 'options',
				options: [
					{ name: '0: Flash', value: 0, description: 'Shown immediately and not saved' },
					{ name: '1: Phone', value: 1, description: "Saved in the phone's memory" },
					{ name: '2: SIM Card', value: 2, description: 'Saved on the SIM card' },
					{ name: '3: Other Device', value: 3, description: 'Passed to a connected device' },
				],
				default: 0,
				displayOptions: smsApiOnly,
				description: 'How the phone handles the message',
			},
			{
				displayName: 'Number Pool ID',
				name: 'poolId',
				type: 'string',
				default: '',
				description: "Number pool to send from. Falls back to 'From' if the pool can't be used.",
			},
			{
				displayName: 'Protocol ID',
				name: 'protocolId',
				type: 'number',
				typeOptions: { minValue: 0, maxValue: 255 },
				default: 0,
				displayOptions: smsApiOnly,
				description: 'Protocol identifier of the SMS, 0 to 255 (3GPP TS 23.040 9.2.3.9)',
			},
			{
				displayName: 'Request Delivery Receipt',
				name: 'statusReport',
				type: 'boolean',
				default: true,
				displayOptions: smsApiOnly,
				description: 'Whether to request a delivery receipt from the network',
			},
			{
				displayName: 'Sign With Signature Secret',
				name: 'signRequest',
				type: 'boolean',
				default: true,
				displayOptions: smsApiOnly,
				description:
					"Whether to sign the request with the credential's signature secret instead of sending the API secret",
			},
			{
				displayName: 'Time to Live (Seconds)',
				name: 'ttl',
				type: 'number',
				typeOptions: { minValue: 20, maxValue: 604800 },
				default: 259200,
				description:
					'How long carriers try to deliver the message: 20 seconds to 7 days for an SMS, 300 seconds to 3 days for an MMS. Vonage recommends 30 minutes or more.',
			},
			{
				displayName: 'Trusted Recipient',
				name: 'trustedNumber',
				type: 'boolean',
				default: true,
				description:
					'Whether to exempt this message from Fraud Defender rules (premium accounts only)',
			},
		],
	};
}
