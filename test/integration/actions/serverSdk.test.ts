import { randomUUID as mockUuid } from 'node:crypto';
import { SMS } from '@vonage/messages';
import { Vonage } from '@vonage/server-sdk';
import { TypeEnum } from '@vonage/sms';
import type { INodeParameters } from 'n8n-workflow';
import { startSimulator } from '../../simulator';
import type { Simulator } from '../../simulator';
import { credentialFor, message, runNode } from './runNode';

// The SDK requires uuid, which is published only as ES modules, and jest can't require those from node_modules.
jest.mock('uuid', () => ({ v4: () => mockUuid() }));

/** Vonage's own client, sending the same messages to the same simulator. */
let simulator: Simulator;
beforeAll(async () => {
	simulator = await startSimulator({ settings: { receipts: false } });
});
afterEach(async () => await simulator.reset());
afterAll(async () => await simulator.close());

function sdk(application?: { applicationId: string; privateKey: string }): Vonage {
	const { apiKey, apiSecret } = simulator.account;
	const { restUrl: restHost, apiUrl: apiHost } = simulator;
	return new Vonage({ apiKey, apiSecret, ...application }, { restHost, apiHost });
}

const application = () => ({
	applicationId: simulator.applications[0]?.id ?? '',
	privateKey: simulator.privateKey,
});

const node = async (parameters: INodeParameters, credential = credentialFor(simulator)) => {
	const { error } = await runNode({ parameters: { ...message, ...parameters }, credential });
	expect(error).toBeUndefined();
};

/** The last request, with its parameters as the API reads them: the SMS API reads every value as text. */
function lastRequest() {
	const request = simulator.requests.at(-1);
	if (!request) throw new Error('no request arrived');
	const { method, path, body, headers } = request;
	const isJson = headers['content-type']?.includes('json') ?? false;
	const parameters: Record<string, unknown> = isJson
		? JSON.parse(body)
		: Object.fromEntries(new URLSearchParams(body));
	return { method, path, parameters, authorization: headers.authorization, query: request.query };
}

const asText = (parameters: Record<string, unknown>) =>
	Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, String(value)]));

describe('SMS API requests compared with @vonage/server-sdk', () => {
	const common = { from: '447700900001', to: '447700900123' };

	it.each([
		['plain text', { text: 'Hello', type: TypeEnum.TEXT }, { text: 'Hello' }],
		['Unicode', { text: 'Здравствуйте 👋', type: TypeEnum.UNICODE }, { text: 'Здравствуйте 👋' }],
		['long text', { text: 'x'.repeat(500), type: TypeEnum.TEXT }, { text: 'x'.repeat(500) }],
		[
			'a binary message',
			{ type: TypeEnum.BINARY, body: '48656C6C6F', udh: '0605040B8423F0' },
			{ messageType: 'binary', body: '48656C6C6F', udh: '0605040B8423F0' },
		],
		[
			'all additional fields',
			{
				...{ text: 'Hello', type: TypeEnum.TEXT, accountRef: 'shop', clientRef: 'order-1' },
				...{ callback: 'https://example.com/r', contentId: 'c1', entityId: 'e1', poolId: 'p1' },
				...{ messageClass: 0, protocolId: 64, statusReportReq: true, trustedNumber: true },
				ttl: 3_600_000,
			},
			{
				text: 'Hello',
				additionalFields: {
					...{ accountRef: 'shop', clientRef: 'order-1', callbackUrl: 'https://example.com/r' },
					...{ contentId: 'c1', entityId: 'e1', poolId: 'p1', messageClass: 0, protocolId: 64 },
					...{ statusReport: true, trustedNumber: true, ttl: 3600 },
				},
			},
		],
	])('have the same parameters for %s', async (_, forSdk, forNode) => {
		await sdk().sms.send({ ...common, ...forSdk });
		const theirs = lastRequest();
		await node(forNode);
		const ours = lastRequest();

		expect(ours.parameters).toEqual(asText(theirs.parameters));
		expect(ours).toMatchObject({
			method: theirs.method,
			path: theirs.path,
			authorization: theirs.authorization,
			query: theirs.query,
		});
		// Our requests differ from the SDK's only in the content type: the SDK sends JSON, which the API accepts
		// although its reference specifies a form. We send a form, so numbers and booleans are text.
		expect(simulator.sent[1]).toEqual({ ...simulator.sent[0], ids: expect.any(Array) });
	});

	it('keep an emoji, because the node always sets the type', async () => {
		await sdk().sms.send({ ...common, text: 'See you 👋' });
		await node({ text: 'See you 👋' });
		expect(simulator.sent.map(({ text }) => text)).toEqual(['See you ?', 'See you 👋']);
	});
});

const base = { from: '447700900001', to: '447700900123', text: 'Hello' };

describe('Messages API requests compared with @vonage/server-sdk', () => {
	it.each([
		['plain text', {}, {}],
		[
			'a named encoding',
			{ sms: { encodingType: 'unicode' } },
			{ options: { encoding: 'unicode' } },
		],
		[
			'additional fields',
			{
				clientRef: 'order-1',
				ttl: 3600,
				trustedRecipient: true,
				sms: { contentId: 'c1', entityId: 'e1' },
			},
			{
				additionalFields: {
					...{ clientRef: 'order-1', ttl: 3600, trustedNumber: true },
					...{ contentId: 'c1', entityId: 'e1' },
				},
			},
		],
		[
			'its own webhook',
			{ webhookUrl: 'https://example.com/r', webhookVersion: 'v1' },
			{ additionalFields: { callbackUrl: 'https://example.com/r' } },
		],
	])('have the same body for %s', async (_, forSdk, forNode) => {
		const sms = Object.assign(new SMS(base.text, base.to, base.from), forSdk);
		await sdk(application()).messages.send(sms);
		const theirs = lastRequest();
		await node({ api: 'messages', ...forNode }, credentialFor(simulator, application()));
		const ours = lastRequest();

		expect(ours.parameters).toEqual(theirs.parameters);
		expect(ours).toMatchObject({ method: theirs.method, path: theirs.path });
		expect(claims(ours.authorization)).toEqual(claims(theirs.authorization));
	});

	it('only the node can set a number pool', async () => {
		// The SDK's types and its SMS class know encodingType, contentId and entityId, and not the reference's poolId.
		const sms = { encodingType: 'text', poolId: 'p1' } as const;
		await sdk(application()).messages.send(
			new SMS({ ...base, channel: 'sms', messageType: 'text', sms }),
		);
		expect(JSON.stringify(lastRequest().parameters)).not.toContain('p1');
		await node({ api: 'messages', additionalFields: { poolId: 'p1' } });
		expect(lastRequest().parameters).toMatchObject({ sms: { pool_id: 'p1' } });
	});
});

/** Header and claim names of a token. The values change with each token. */
function claims(authorization: string | undefined) {
	const [header = '', payload = ''] = authorization?.replace('Bearer ', '').split('.') ?? [];
	const decode = (part: string) =>
		JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;
	const { iat, exp, application_id } = decode(payload);
	return {
		header: decode(header),
		names: Object.keys(decode(payload)).sort(),
		application_id,
		lifetime: Number(exp) - Number(iat),
	};
}
