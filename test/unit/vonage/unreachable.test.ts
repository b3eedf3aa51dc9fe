import { NodeApiError, NodeOperationError, type INode, type JsonObject } from 'n8n-workflow';

import { explainUnreachable } from '../../../nodes/VonageSms/vonage/unreachable';

const NODE: INode = {
	id: 'node-1',
	name: 'Vonage SMS',
	type: 'vonageSms',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};
const URL = 'https://rest.nexmo.com';

/** The error of n8n's HTTP client if there is no response. */
function clientError(code: string | undefined, syscall?: string): Error {
	return Object.assign(new Error('failed'), { isAxiosError: true, code, syscall });
}

/** As n8n 2 wraps it, and as n8n 1 does, without its cause. */
function wrapped(version: 'n8n 1' | 'n8n 2', error: Error): NodeApiError {
	const api = new NodeApiError(NODE, error as unknown as JsonObject);
	if (version === 'n8n 1') api.cause = undefined;
	return api;
}

describe.each(['n8n 1', 'n8n 2'] as const)('a request without a response on %s', (version) => {
	// A message that may have been sent is never sent again: a second SMS costs money.
	test.each([
		...['ECONNABORTED', 'ECONNRESET', 'EPIPE', 'ERR_CANCELED', undefined],
		// In place of a response: plain text on an encrypted connection, and a damaged record.
		...['ERR_SSL_BAD_RECORD_TYPE', 'ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC'],
	])('may have arrived after %s', (code) => {
		expect(explainUnreachable(URL, wrapped(version, clientError(code))).outcome).toBe('unknown');
	});

	test.each(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'CERT_HAS_EXPIRED', 'EPROTO'])(
		'was not sent after %s',
		(code) => {
			const { outcome, description } = explainUnreachable(URL, wrapped(version, clientError(code)));
			expect([outcome, description]).toEqual(['notSent', expect.stringContaining(`(${code})`)]);
		},
	);

	test('was not made if the client refused to make it', () => {
		const error = wrapped(version, clientError('ERR_INVALID_URL'));
		expect(explainUnreachable(URL, error).outcome).toBe('notSent');
	});
});

test('n8n 2 says that a connection timed out before anything was sent', () => {
	const error = wrapped('n8n 2', clientError('ETIMEDOUT', 'connect'));
	expect(explainUnreachable(URL, error).outcome).toBe('notSent');
});

test.each([
	['of the address', { syscall: 'connect' }],
	[
		'of each of the addresses',
		{ errors: [{ syscall: 'connect', address: '192.0.2.1' }, { syscall: 'connect' }] },
	],
])('n8n 2 says in a cause that the connection %s timed out', (_, cause) => {
	const error = Object.assign(clientError('ETIMEDOUT'), { cause });
	expect(explainUnreachable(URL, wrapped('n8n 2', error)).outcome).toBe('notSent');
});

test('an error that n8n throws before the request means that it was not sent', () => {
	const error = new NodeOperationError(NODE, 'The execution was cancelled');
	expect(explainUnreachable(URL, error).outcome).toBe('notSent');
});
