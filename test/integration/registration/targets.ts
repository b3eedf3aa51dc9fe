import type { INodeParameters } from 'n8n-workflow';
import type { Application, SimulatorOptions, VirtualNumber } from '../../simulator';
import type { Rig } from './rig';

/** One place for a webhook URL, with methods to change it. */
export interface Place {
	label: string;
	read(rig: Rig): string | undefined;
	set(rig: Rig, url: string): void;
}

/** One target: the node's parameters, and the place where its URL is registered. */
export interface TargetUnderTest {
	name: string;
	parameters: INodeParameters;
	options: SimulatorOptions;
	places: Place[];
}

const voiceNumber: VirtualNumber = {
	country: 'GB',
	msisdn: '447700900001',
	type: 'mobile-lvn',
	features: ['SMS', 'VOICE'],
	moSmppSysType: 'inbound',
	voiceCallbackType: 'tel',
	voiceCallbackValue: '447700900002',
	voiceStatusCallback: 'https://voice.example.com/status',
	app_id: '11111111-2222-3333-4444-555555555555',
};
const plainNumber: VirtualNumber = {
	country: 'US',
	msisdn: '14155550100',
	type: 'mobile-lvn',
	features: ['SMS'],
};
const thirdNumber: VirtualNumber = {
	country: 'DE',
	msisdn: '491701234567',
	type: 'mobile-lvn',
	features: ['SMS'],
};
const fourthNumber: VirtualNumber = {
	country: 'SE',
	msisdn: '46701234567',
	type: 'mobile-lvn',
	features: ['SMS', 'MMS'],
};

const application: Application = {
	id: '11111111-2222-3333-4444-555555555555',
	name: 'Shop',
	keys: { public_key: '-----BEGIN PUBLIC KEY-----\nA\n-----END PUBLIC KEY-----\n' },
	capabilities: {
		voice: {
			webhooks: { answer_url: { address: 'https://voice.example.com', http_method: 'GET' } },
		},
	},
	privacy: { improve_ai: false },
};

const options: SimulatorOptions = {
	numbers: [voiceNumber, plainNumber, thirdNumber, fourthNumber],
	applications: [application],
};

export const targets: TargetUnderTest[] = [
	{
		name: 'a number',
		parameters: { registration: 'number', events: ['message'], numbers: ['447700900001'] },
		options,
		places: [numberPlace('447700900001')],
	},
	{
		name: 'four numbers',
		parameters: {
			registration: 'number',
			events: ['message'],
			numbers: '+447700900001, 1 415 555-0100,491701234567, +46701234567',
		},
		options,
		places: ['447700900001', '14155550100', '491701234567', '46701234567'].map(numberPlace),
	},
	{
		name: 'the account',
		parameters: { registration: 'account', events: ['message', 'deliveryReceipt'] },
		options,
		places: [accountPlace('moCallBackUrl'), accountPlace('drCallBackUrl')],
	},
	{
		name: 'an application',
		parameters: {
			registration: 'application',
			events: ['message', 'deliveryReceipt'],
			application: { __rl: true, mode: 'id', value: application.id },
		},
		options,
		places: [applicationPlace('inbound_url'), applicationPlace('status_url')],
	},
];

function numberPlace(msisdn: string): Place {
	const find = ({ simulator }: Rig) => {
		const number = simulator.numbers.find((candidate) => candidate.msisdn === msisdn);
		if (!number) throw new Error(`no number ${msisdn}`);
		return number;
	};
	return {
		label: msisdn,
		read: (rig) => find(rig).moHttpUrl,
		set: (rig, url) => void (find(rig).moHttpUrl = url),
	};
}

function accountPlace(field: 'moCallBackUrl' | 'drCallBackUrl'): Place {
	return {
		label: field,
		read: ({ simulator }) => simulator.account[field] || undefined,
		set: ({ simulator }, url) => void (simulator.account[field] = url),
	};
}

function applicationPlace(field: 'inbound_url' | 'status_url'): Place {
	return {
		label: field,
		read: ({ simulator }) =>
			simulator.applications[0]?.capabilities.messages?.webhooks[field]?.address,
		set: ({ simulator }, url) => {
			const capabilities = simulator.applications[0]?.capabilities;
			if (!capabilities) throw new Error('no application');
			capabilities.messages ??= { version: 'v1', webhooks: {} };
			capabilities.messages.webhooks[field] = { address: url, http_method: 'POST' };
		},
	};
}
