import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { resumeClient } from '../../../nodes/VonageSms/questions';

const ROUND = 'r1';
const OURS = { status: 200, body: JSON.stringify({ vonageSmsQuestions: 'kept', round: ROUND }) };
const UNKNOWN = { status: 404, body: '{"message":"The execution \\"7\\" does not exist."}' };
const UNSERVED = { status: 404, body: 'Cannot POST /webhook-waiting/7/node' };
const UNAUTHORIZED = { status: 401, body: '' };

describe('a resume', () => {
	const servers: Server[] = [];
	afterEach(() => servers.splice(0).forEach((server) => server.close()));

	async function addressOf(answer: { status: number; body: string }): Promise<string> {
		const server = createServer((_, response) => {
			response.statusCode = answer.status;
			response.end(answer.body);
		}).listen(0, '127.0.0.1');
		servers.push(server);
		await once(server, 'listening');
		return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	}

	async function post(...answers: Array<{ status: number; body: string }>) {
		const addresses = await Promise.all(answers.map(addressOf));
		return await resumeClient(() => addresses).post(ROUND, 'http://n8n.example.com/', {});
	}

	test.each([
		['the first address that knows the execution', [OURS, UNKNOWN], 'ours'],
		['the public address of another n8n that shares the store', [UNKNOWN, OURS], 'ours'],
		['the public address if the local process serves no webhooks', [UNSERVED, OURS], 'ours'],
		['the public address if the local process has another key', [UNAUTHORIZED, OURS], 'ours'],
		['both if the execution is unknown', [UNKNOWN, UNKNOWN], 'gone'],
		['the local process if the public address leads nowhere', [UNKNOWN, UNSERVED], 'gone'],
		['an address that rejects the signature', [UNAUTHORIZED, UNSERVED], 'unauthorized'],
		['the local process if a proxy rejects everything', [UNKNOWN, UNAUTHORIZED], 'gone'],
		['neither if no n8n answers', [UNSERVED, UNSERVED], 'unserved'],
	])('trusts %s', async (_, answers, kind) => {
		expect(await post(...answers)).toMatchObject({ kind });
	});
});
