import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	Icon,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { parseCredential } from '../nodes/VonageSms/vonage/credential';

export class VonageSmsApi implements ICredentialType {
	name = 'vonageSmsApi';

	displayName = 'Vonage SMS API';

	icon: Icon = { light: 'file:vonageSms.svg', dark: 'file:vonageSms.dark.svg' };

	documentationUrl =
		'https://github.com/n8n-nodes-vonage-sms/n8n-nodes-vonage-sms/blob/main/docs/credential.md';

	properties: INodeProperties[] = [
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'Find it in the Vonage dashboard under API settings',
		},
		{
			displayName: 'API Secret',
			name: 'apiSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'Under API settings in the Vonage dashboard',
		},
		{
			displayName:
				"For the SMS API, leave 'Signature Secret' empty until Vonage support has turned on signed webhooks for your account. Messages API webhooks are always signed.",
			name: 'signatureNotice',
			type: 'notice',
			default: '',
		},
		{
			displayName: 'Signature Secret',
			name: 'signatureSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'Used to verify that webhooks come from Vonage. Find it in the Vonage dashboard under API settings.',
		},
		{
			displayName: 'Signature Method',
			name: 'signatureMethod',
			type: 'options',
			options: [
				{ name: 'MD5 Hash', value: 'md5hash' },
				{ name: 'MD5 HMAC', value: 'md5' },
				{ name: 'SHA-1 HMAC', value: 'sha1' },
				{ name: 'SHA-256 HMAC', value: 'sha256' },
				{ name: 'SHA-512 HMAC', value: 'sha512' },
			],
			default: 'md5hash',
			description: 'Must match the signature method under API settings in the Vonage dashboard',
		},
		{
			displayName: 'Application ID',
			name: 'applicationId',
			type: 'string',
			default: '',
			placeholder: 'e.g. aaaaaaaa-bbbb-cccc-dddd-0123456789ab',
			description:
				'Vonage application used to send through the Messages API. If empty, the API key and secret are used.',
		},
		{
			displayName: 'Private Key',
			name: 'privateKey',
			type: 'string',
			typeOptions: { password: true, rows: 4 },
			default: '',
			placeholder: 'e.g. -----BEGIN PRIVATE KEY-----',
			description:
				'Private key of the application, downloaded when its key pair was generated. Line breaks can also be written as \\n or spaces.',
		},
		{
			displayName: 'REST URL',
			name: 'restUrl',
			type: 'string',
			default: 'https://rest.nexmo.com',
			description:
				'Base URL of the SMS, Numbers, and Account APIs. Change it only to use a proxy or for testing.',
		},
		{
			displayName: 'API URL',
			name: 'apiUrl',
			type: 'string',
			default: 'https://api.nexmo.com',
			description:
				'Base URL of the Messages and Applications APIs. Change it only to use a regional host or a proxy, or for testing.',
		},
	];

	/**
	 * A function, because n8n resolves the expressions of the declarative form only if it has an expression engine
	 * for the workflow, which isn't the case after a publication's deadline or while a trigger is running.
	 */
	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		const { apiKey, apiSecret } = parseCredential(credentials);
		return { ...requestOptions, auth: { username: apiKey, password: apiSecret } };
	}
}
