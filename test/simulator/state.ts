import { randomUUID } from 'node:crypto';
import type { SignatureMethod } from './webhooks/signing';

/** Dashboard, API settings: how webhooks of the SMS API leave. Account-wide. */
export type ForwardMethod = 'GET' | 'POST' | 'POST-JSON';

export type NumberType = 'mobile-lvn' | 'landline' | 'landline-toll-free' | 'mobile-shortcode';

/** A virtual number as the Numbers API shows it: unset keys are absent. */
export interface VirtualNumber {
	country: string;
	msisdn: string;
	type: NumberType;
	features: ('SMS' | 'VOICE' | 'MMS')[];
	moHttpUrl?: string;
	moSmppSysType?: string;
	voiceCallbackType?: string;
	voiceCallbackValue?: string;
	voiceStatusCallback?: string;
	app_id?: string;
}

export interface ApplicationWebhook {
	address: string;
	http_method: string;
}

export interface MessagesCapability {
	version: 'v1' | 'v0.1';
	webhooks: { inbound_url?: ApplicationWebhook; status_url?: ApplicationWebhook };
	authenticate_inbound_media?: boolean;
}

export interface Application {
	id: string;
	name: string;
	keys: { public_key: string };
	/** Capabilities other than messages are kept as they came. */
	capabilities: { messages?: MessagesCapability; [other: string]: unknown };
	privacy: { improve_ai: boolean };
}

export interface Account {
	apiKey: string;
	apiSecret: string;
	signatureSecret: string;
	signatureMethod: SignatureMethod;
	/** Vonage support turns this on. It's off by default. */
	signInbound: boolean;
	forwardMethod: ForwardMethod;
	/** Empty: none. */
	moCallBackUrl: string;
	/** Empty: none. */
	drCallBackUrl: string;
	/** EUR. */
	balance: number;
	/** Dashboard, API settings, "Default SMS Setting". */
	smsSetting: 'sms' | 'messages';
}

/** Everything in an account. */
export interface AccountState {
	account: Account;
	numbers: VirtualNumber[];
	applications: Application[];
}

/** The initial account: two numbers that support SMS, one that doesn't, and one application. */
export function demoAccount(publicKey: string): AccountState {
	return {
		account: {
			apiKey: 'abcd1234',
			apiSecret: 'simulated-secret',
			signatureSecret: 'simulated-signature-secret',
			signatureMethod: 'md5hash',
			signInbound: false,
			forwardMethod: 'GET',
			moCallBackUrl: '',
			drCallBackUrl: '',
			balance: 10.28,
			smsSetting: 'sms',
		},
		numbers: [
			{ country: 'GB', msisdn: '447700900001', type: 'mobile-lvn', features: ['SMS', 'VOICE'] },
			{
				country: 'US',
				msisdn: '14155550100',
				type: 'mobile-lvn',
				features: ['SMS', 'VOICE', 'MMS'],
			},
			{ country: 'DE', msisdn: '4930123456', type: 'landline', features: ['VOICE'] },
		],
		applications: [
			{
				id: randomUUID(),
				name: 'Simulated application',
				keys: { public_key: publicKey },
				capabilities: {},
				privacy: { improve_ai: false },
			},
		],
	};
}

/** Restores `target` from `saved`, keeping the identity of its objects: tests keep references to them. */
export function restore(target: AccountState, saved: AccountState): void {
	const copy = structuredClone(saved);
	Object.assign(target.account, copy.account);
	target.numbers.splice(0, target.numbers.length, ...copy.numbers);
	target.applications.splice(0, target.applications.length, ...copy.applications);
}
