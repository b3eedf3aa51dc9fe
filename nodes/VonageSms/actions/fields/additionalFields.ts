import type { INodeProperties } from 'n8n-workflow';

const smsApiOnly = { show: { '/api': ['sms'] } };

const clientReference: INodeProperties = {
	displayName: 'Client Reference',
	name: 'clientRef',
	type: 'string',
	default: '',
	placeholder: 'e.g. order-4711',
	description:
		'Your own reference, 40 characters are safe. It comes back in the output and as clientRef in the delivery receipt, so that the two can be joined.',
};

/**
 * What Vonage can be told beside the message itself.
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
				description: 'Names the account to bill, if you asked Vonage to split your bill',
			},
			{ ...clientReference, default: prefilled.clientRef },
			{
				displayName: 'Content ID',
				name: 'contentId',
				type: 'string',
				default: '',
				description: 'Registered template of the text, required for India (DLT)',
			},
			{
				displayName: 'Delivery Receipt URL',
				name: 'callbackUrl',
				type: 'string',
				default: '',
				placeholder: 'e.g. https://n8n.example.com/webhook/…/vonage',
				hint: 'To receive them in n8n: add a Vonage SMS Trigger with Trigger On set to Delivery Receipt and Receive From set to Set Up by Hand, publish it, and copy its Production URL here',
				description:
					'Where Vonage reports whether this message arrived. Without it, the URL of the account or application counts. The SMS API takes 100 characters at most.',
			},
			{
				displayName: 'Entity ID',
				name: 'entityId',
				type: 'string',
				default: '',
				description: 'Registered sender organisation, required for India (DLT)',
			},
			{
				displayName: 'Message Class',
				name: 'messageClass',
				type: 'options',
				options: [
					{ name: '0: Flash', value: 0, description: 'Shown at once and not kept' },
					{ name: '1: Phone', value: 1, description: 'Kept in the memory of the phone' },
					{ name: '2: SIM Card', value: 2, description: 'Kept on the SIM card' },
					{ name: '3: Other Device', value: 3, description: 'Handed on to attached equipment' },
				],
				default: 0,
				displayOptions: smsApiOnly,
				description: 'What the phone does with the message',
			},
			{
				displayName: 'Number Pool ID',
				name: 'poolId',
				type: 'string',
				default: '',
				description: 'Pool of numbers to send from; From is used if the pool cannot be',
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
				description: 'Whether to ask the network for a delivery receipt',
			},
			{
				displayName: 'Sign With Signature Secret',
				name: 'signRequest',
				type: 'boolean',
				default: true,
				displayOptions: smsApiOnly,
				description:
					'Whether to sign the request with the signature secret of the credential instead of sending the API secret along',
			},
			{
				displayName: 'Time to Live (Seconds)',
				name: 'ttl',
				type: 'number',
				typeOptions: { minValue: 20, maxValue: 604800 },
				default: 259200,
				description:
					'How long networks try to deliver the message, 20 seconds to 7 days. Vonage advises half an hour or more.',
			},
			{
				displayName: 'Trusted Recipient',
				name: 'trustedNumber',
				type: 'boolean',
				default: true,
				description:
					'Whether to exempt this message from the rules of Fraud Defender (premium accounts only)',
			},
		],
	};
}
