import { createServer, type IncomingMessage, type Server } from 'node:http';
import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import { vonageRequest, type VonageRequest } from '../../../nodes/VonageSms/vonage/client';
import { VonageUnreachable } from '../../../nodes/VonageSms/vonage/unreachable';
import { executeContext, hookContext } from '../contexts';
import { trigger } from '../registration/rig';

interface Seen {
	method: string | undefined;
	url: string | undefined;
	headers: IncomingMessage['headers'];
	body: string;
}

let seen: Seen[];
let answer: { status: number; headers?: Record<string, string>; body?: string };
let server: Server;
let url: string;

beforeEach(async () => {
	seen = [];
	answer = { status: 200, body: '{}' };
	server = createServer(async (request, response) => {
		let body = '';
		for await (const chunk of request) body += String(chunk);
		seen.push({ method: request.method, url: request.url, headers: request.headers, body });
		response.writeHead(answer.status, answer.headers).end(answer.body);
	});
	url = await listen(server);
});
afterEach(async () => {
	server.closeAllConnections();
	await new Promise((resolve) => server.close(resolve));
});

const under = (urls: { restUrl?: string; apiUrl?: string } = {}) => ({
	nodeType: trigger,
	parameters: {},
	credential: { apiKey: 'abcd1234', apiSecret: 's3:cret', restUrl: url, apiUrl: url, ...urls },
});

const get: VonageRequest = { host: 'rest', method: 'GET', path: '/x', auth: { kind: 'basic' } };

test('Basic authorization uses the credential', async () => {
	await vonageRequest(hookContext(under()), get);
	const expected = Buffer.from('abcd1234:s3:cret').toString('base64');
	expect(seen[0]?.headers.authorization).toBe(`Basic ${expected}`);
});

test('a token is sent as Bearer, and a signed request without authorization', async () => {
	const context = executeContext(under());
	await vonageRequest(context, { ...get, host: 'api', auth: { kind: 'bearer', token: 'a.b.c' } });
	await vonageRequest(context, { ...get, auth: { kind: 'none' } });
	expect(seen.map(({ headers }) => headers.authorization)).toEqual(['Bearer a.b.c', undefined]);
});

test('a form is sent as a form, with all special characters encoded', async () => {
	const form = { moHttpUrl: 'https://n8n.example.com/webhook/ä?a=1&b=2', empty: '' };
	await vonageRequest(hookContext(under()), { ...get, method: 'POST', form });
	expect(seen[0]?.headers['content-type']).toMatch('application/x-www-form-urlencoded');
	expect(Object.fromEntries(new URLSearchParams(seen[0]?.body))).toEqual(form);
});

test('JSON is sent as JSON, and the query as a query', async () => {
	const json = { name: 'Shop', capabilities: {} };
	await vonageRequest(hookContext(under()), {
		...get,
		method: 'PUT',
		query: { page: '2' },
		json,
	});
	expect(seen[0]).toMatchObject({ method: 'PUT', url: '/x?page=2' });
	expect(JSON.parse(seen[0]?.body ?? '')).toEqual(json);
});

test('slashes at the end of a URL in the credential are ignored', async () => {
	await vonageRequest(hookContext(under({ restUrl: `${url}/proxy//` })), get);
	expect(seen[0]?.url).toBe('/proxy/x');
});

test.each([200, 302, 401, 420, 429, 503])('HTTP %i is a response', async (status) => {
	answer = { status, headers: { 'Retry-After': '3', Location: '/elsewhere' }, body: '{"a":1}' };
	expect(await vonageRequest(hookContext(under()), get)).toMatchObject({
		status,
		headers: { 'retry-after': '3' },
		body: { a: 1 },
	});
	expect(seen).toHaveLength(1);
});

test('a request whose connection is refused was not sent', async () => {
	const closed = await closedPort();
	const asking = vonageRequest(hookContext(under({ restUrl: closed })), get);
	await expect(asking).rejects.toBeInstanceOf(VonageUnreachable);
	await expect(asking).rejects.toMatchObject({
		outcome: 'notSent',
		message: `${new URL(closed).host} can't be reached`,
		description: expect.stringContaining('nothing was sent'),
	});
});

test('a request to a host without an address was not sent, with any authorization', async () => {
	const context = hookContext(under({ apiUrl: 'http://vonage.invalid' }));
	const bearer = { kind: 'bearer', token: 'a.b.c' } as const;
	await expect(vonageRequest(context, { ...get, host: 'api', auth: bearer })).rejects.toMatchObject(
		{ outcome: 'notSent' },
	);
});

test.each(['rest.nexmo.com', 'ftp://rest.nexmo.com', 'file:///etc/hosts'])(
	'a request to %s was not sent, and the error shows the URL as entered',
	async (restUrl) => {
		await expect(vonageRequest(hookContext(under({ restUrl })), get)).rejects.toMatchObject({
			outcome: 'notSent',
			message: `The credential contains an invalid URL (${restUrl})`,
			description: expect.stringContaining('including https://'),
		});
	},
);

test.each([
	['n8n has ended the execution', new Error('Isolate is already disposed')],
	['n8n wraps such an error', new Error('Wrapped', { cause: new Error('Isolate is disposed') })],
	[
		'a header cannot be sent',
		Object.assign(new TypeError('Invalid character in header'), { code: 'ERR_INVALID_CHAR' }),
	],
])('if %s, nothing was sent, and the error contains the reason', async (_, error) => {
	const context = hookContext(under());
	context.helpers.httpRequestWithAuthentication = async () => await Promise.reject(error);
	await expect(vonageRequest(context, get)).rejects.toMatchObject({
		outcome: 'notSent',
		message: `n8n couldn't make the request to ${new URL(url).host}`,
		description: `Nothing was sent. Reason: ${error.message}.`,
	});
});

test.each([
	['that times out', { timeoutMs: 100 }],
	['whose connection breaks', { timeoutMs: 5_000, breaks: true }],
])('a request %s may have been carried out', async (_, { timeoutMs, ...how }) => {
	const silent = createTcpServer((socket) => {
		socket.on('error', () => undefined);
		socket.once('data', () => {
			if ('breaks' in how) socket.destroy();
		});
	});
	const silentUrl = await listen(silent);
	const asking = vonageRequest(hookContext(under({ restUrl: silentUrl })), { ...get, timeoutMs });
	await expect(asking).rejects.toMatchObject({
		outcome: 'unknown',
		message: `${new URL(silentUrl).host} didn't respond`,
		description: expect.stringContaining('may have processed it'),
	});
	silent.close();
});

test("a request may have been carried out after an error of n8n's HTTP client without a code", async () => {
	const context = hookContext(under());
	const error = Object.assign(new Error('aborted'), { isAxiosError: true });
	context.helpers.httpRequestWithAuthentication = async () => await Promise.reject(error);
	await expect(vonageRequest(context, get)).rejects.toMatchObject({ outcome: 'unknown' });
});

test('the error contains no secret', async () => {
	const closed = await closedPort();
	const error: unknown = await vonageRequest(hookContext(under({ restUrl: closed })), get).catch(
		(thrown: unknown) => thrown,
	);
	expect(JSON.stringify(error)).not.toContain('s3:cret');
	expect(String(error)).not.toContain('s3:cret');
});

async function listen(listening: Server | ReturnType<typeof createTcpServer>): Promise<string> {
	await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
	return `http://127.0.0.1:${(listening.address() as AddressInfo).port}`;
}

async function closedPort(): Promise<string> {
	const brief = createTcpServer();
	const address = await listen(brief);
	await new Promise((resolve) => brief.close(resolve));
	return address;
}
