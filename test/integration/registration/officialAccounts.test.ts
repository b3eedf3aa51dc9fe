import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import { VonageSms } from '../../../nodes/VonageSms/VonageSms.node';
import { VonageSmsTrigger } from '../../../nodes/VonageSms/VonageSmsTrigger.node';
import type { Application, VirtualNumber } from '../../simulator';
import { loadOptionsContext } from '../contexts';
import { credentialFor, startRig, type Rig } from './rig';

interface Case {
	id: string;
	number: VirtualNumber & Record<string, unknown>;
	updateMustRepeat: string[];
}

const read = (name: string) =>
	JSON.parse(readFileSync(join(__dirname, '../../vectors', name), 'utf8'));
const vectors: { registration: Case[] } = read('official-accounts.json');
const schemas = read('official-schemas.json');
const ajv = new Ajv({ allErrors: true, coerceTypes: true, strict: false });
const closed = (schema: object) => ajv.compile({ ...schema, additionalProperties: false });
/** By method and path. The `vxml` of an old number is repeated, although the file doesn't list it. */
const requestSchemas = {
	'POST /number/update': closed({
		...schemas.numberUpdate,
		properties: {
			...schemas.numberUpdate.properties,
			voiceCallbackType: { enum: ['sip', 'tel', 'app', 'vxml'] },
		},
	}),
	'GET /account/numbers': closed(schemas.numbersQuery),
	'POST /account/settings': closed(schemas.accountSettings),
	'GET /v2/applications': closed(schemas.applicationsQuery),
};

/** @returns how many requests were checked */
function expectOfficialRequests({ simulator }: Rig): number {
	const known = simulator.requests.flatMap(({ method, path, query, body }) => {
		const found = Object.entries(requestSchemas).find(([name]) => name === `${method} ${path}`);
		const parameters = method === 'GET' ? query : Object.fromEntries(new URLSearchParams(body));
		return found ? [{ validate: found[1], parameters: { ...parameters } }] : [];
	});
	for (const { validate, parameters } of known) {
		expect({
			parameters,
			valid: validate(parameters),
			errors: validate.errors,
		}).toMatchObject({ valid: true });
	}
	return known.length;
}

/** The application of the Applications API's examples (2.4.1), with all that the fixtures of the SDKs add to it. */
const application: Application = {
	id: '1ded6eee-e2ec-4d61-8c71-e2b2ece17d1b',
	name: 'My Application',
	keys: {
		public_key:
			'-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA\n-----END PUBLIC KEY-----\n',
	},
	capabilities: {
		voice: {
			webhooks: {
				answer_url: {
					...{ address: 'https://example.com/webhooks/answer', http_method: 'POST' },
					...{ connection_timeout: 500, connect_timeout: 500, socket_timeout: 3000 },
				},
				fallback_answer_url: {
					...{ address: 'https://fallback.example.com/webhooks/answer', http_method: 'POST' },
					...{ connection_timeout: 500, socket_timeout: 3000 },
				},
				event_url: {
					...{ address: 'https://example.com/webhooks/event', http_method: 'POST' },
					...{ connection_timeout: 500, socket_timeout: 3000 },
				},
			},
			...{ signed_callbacks: true, conversations_ttl: 48, leg_persistence_time: 7 },
			region: 'eu-west',
		},
		messages: {
			version: 'v1',
			webhooks: {
				inbound_url: { address: 'https://example.com/webhooks/inbound', http_method: 'POST' },
				status_url: { address: 'https://example.com/webhooks/status', http_method: 'POST' },
			},
			authenticate_inbound_media: true,
		},
		rtc: {
			webhooks: { event_url: { address: 'https://example.com/webhooks/rtc', http_method: 'POST' } },
			signed_callbacks: true,
		},
		verify: {
			webhooks: {
				status_url: { address: 'https://example.com/webhooks/verify', http_method: 'POST' },
			},
		},
		network_apis: { redirect_uri: 'https://example.com', network_application_id: 'my-app' },
		vbc: {},
	},
	privacy: { improve_ai: true },
};

describe("an object of Vonage's own files is registered, and restored unchanged", () => {
	it.each(vectors.registration.map((vector) => [vector.id, vector] as const))(
		'number: %s',
		async (_id, { number, updateMustRepeat }) => {
			const owner = { ...application, id: number.app_id ?? application.id };
			const rig = await startRig({ numbers: [number], applications: [owner] });
			try {
				const [simulated] = rig.simulator.numbers;
				if (!simulated) throw new Error('no number');
				// Vonage checks URLs, so it has to exist.
				simulated.moHttpUrl = rig.foreignUrl('inbound-sms');
				const before = rig.simulator.snapshot();
				const node = rig.node({
					...{ registration: 'number', events: ['message'] },
					numbers: [number.msisdn],
				});
				await node.publish();
				expect(rig.simulator.numbers[0]?.moHttpUrl).toBe(node.url());
				const form = new URLSearchParams(
					rig.simulator.requests.find(({ path }) => path === '/number/update')?.body,
				);
				for (const name of updateMustRepeat) {
					expect([name, form.get(name)]).toEqual([name, number[name]]);
				}
				await node.unpublish();
				expect(rig.simulator.snapshot()).toEqual(before);
				expect(expectOfficialRequests(rig)).toBe(rig.simulator.requests.length);
			} finally {
				await rig.close();
			}
		},
	);

	it('account', async () => {
		const rig = await startRig();
		try {
			Object.assign(rig.simulator.account, {
				moCallBackUrl: rig.foreignUrl('inbound-sms'),
				drCallBackUrl: rig.foreignUrl('delivery-receipt'),
			});
			const before = rig.simulator.snapshot();
			const node = rig.node({ registration: 'account', events: ['message', 'deliveryReceipt'] });
			await node.publish();
			expect(rig.simulator.account).toMatchObject({
				moCallBackUrl: node.url(),
				drCallBackUrl: node.url(),
			});
			await node.unpublish();
			expect(rig.simulator.snapshot()).toEqual(before);
			expect(expectOfficialRequests(rig)).toBe(rig.simulator.requests.length);
		} finally {
			await rig.close();
		}
	});

	it('application, without a private key from a response', async () => {
		const keys = { ...application.keys, private_key: 'the private key' };
		const rig = await startRig({ applications: [{ ...application, keys }] });
		try {
			const node = rig.node({
				...{ registration: 'application', events: ['message', 'deliveryReceipt'] },
				application: { __rl: true, mode: 'id', value: application.id },
			});
			await node.publish();
			const url = { address: node.url(), http_method: 'POST' };
			expect(rig.simulator.applications[0]?.capabilities.messages).toEqual({
				...application.capabilities.messages,
				webhooks: { inbound_url: url, status_url: url },
			});
			await node.unpublish();
			expect(rig.simulator.applications).toEqual([application]);
			expect(JSON.stringify(rig.simulator.requests)).not.toContain('the private key');
		} finally {
			await rig.close();
		}
	});
});

it('the lists of numbers and applications are requested as the files say', async () => {
	const rig = await startRig();
	try {
		const context = loadOptionsContext({
			nodeType: new VonageSmsTrigger(),
			parameters: {},
			credential: credentialFor(rig.simulator),
		});
		const { methods } = new VonageSms();
		await methods.listSearch.searchSenders.call(context, '+4477');
		await methods.listSearch.searchSenders.call(context, 'united');
		await new VonageSmsTrigger().methods.listSearch.searchApplications.call(context);
		const paths = rig.simulator.requests.map(({ path }) => path);
		expect(paths).toEqual(['/account/numbers', '/account/numbers', '/v2/applications']);
		expect(expectOfficialRequests(rig)).toBe(3);
	} finally {
		await rig.close();
	}
});
