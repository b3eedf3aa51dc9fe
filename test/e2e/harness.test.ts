import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { once } from 'node:events';
import { itemsOf, startN8n } from '../n8n';
import type { N8n, Workflow } from '../n8n';
import { freePort } from '../n8n/ports';

jest.mock('../n8n/ports', () => {
	const actual = jest.requireActual<typeof import('../n8n/ports')>('../n8n/ports');
	return { ...actual, freePort: jest.fn(actual.freePort) };
});

const echo = {
	name: 'Echo',
	nodes: [
		{
			name: 'Hook',
			type: 'n8n-nodes-base.webhook',
			typeVersion: 2,
			parameters: { httpMethod: 'POST', path: 'echo' },
		},
		{ name: 'End', type: 'n8n-nodes-base.noOp' },
	],
};

describe('The harness of a real n8n', () => {
	let n8n: N8n;
	let workflow: Workflow;

	beforeAll(async () => {
		n8n = await startN8n({ packageRoot: null });
		workflow = await n8n.createWorkflow(echo);
	});

	afterAll(async () => {
		await n8n?.stop();
	});

	it('publishes a workflow that accepts requests immediately, and reads the items of its execution', async () => {
		await n8n.publish(workflow.id);
		await call((await n8n.webhookUrls(workflow.id, 'Hook')).production, { greeting: 'hello' });

		const [execution] = await n8n.waitForExecutions(workflow.id, 1);
		expect(execution).toMatchObject({ status: 'success', mode: 'webhook' });
		expect(itemsOf(execution!, 'End')).toMatchObject([{ json: { body: { greeting: 'hello' } } }]);
	});

	it('runs a workflow from a test event', async () => {
		await n8n.listenForTestEvent(workflow.id, 'Hook', 'End');
		await call((await n8n.webhookUrls(workflow.id, 'Hook')).test, { greeting: 'trial' });

		const ended = await n8n.waitForExecutions(workflow.id, 2);
		expect(ended.at(-1)).toMatchObject({ mode: 'manual' });
		expect(itemsOf(ended.at(-1)!, 'End')).toMatchObject([
			{ json: { body: { greeting: 'trial' } } },
		]);
	});

	it('keeps workflows, session and addresses across a crash', async () => {
		const { production } = await n8n.webhookUrls(workflow.id, 'Hook');
		await n8n.kill();
		await expect(fetch(production)).rejects.toThrow();

		await n8n.restart();
		await call(production, { greeting: 'again' });
		expect(await n8n.waitForExecutions(workflow.id, 3)).toHaveLength(3);
	});

	it('says which port another program has taken in the meantime, and restarts once it is free', async () => {
		await n8n.kill();
		const { port } = new URL(n8n.url);
		const other = await occupy(Number(port));
		await expect(n8n.restart()).rejects.toThrow(
			`n8n main did not start, because another program uses port ${port}. Stop that program, then try again.`,
		);

		await vacate(other);
		await n8n.restart();
		expect(await n8n.readWorkflow(workflow.id)).toMatchObject({ name: 'Echo' });
	});

	it('unpublishes a workflow', async () => {
		await n8n.unpublish(workflow.id);
		const { production } = await n8n.webhookUrls(workflow.id, 'Hook');
		expect((await post(production, {})).status).toBe(404);

		await n8n.deleteWorkflow(workflow.id);
		await expect(n8n.readWorkflow(workflow.id)).rejects.toMatchObject({ status: 404 });
	});

	it('deletes a workflow that is published', async () => {
		const { id } = await n8n.createWorkflow(echo);
		await n8n.publish(id);
		const { production } = await n8n.webhookUrls(id, 'Hook');

		await n8n.deleteWorkflow(id);
		await expect(n8n.readWorkflow(id)).rejects.toMatchObject({ status: 404 });
		expect((await post(production, {})).status).toBe(404);
	});
});

describe('The harness, if another program takes a port at the last moment', () => {
	it('starts n8n on other ports', async () => {
		const taken = await freePort();
		const other = await occupy(taken);
		jest.mocked(freePort).mockResolvedValueOnce(taken);

		const n8n = await startN8n({ packageRoot: null });
		try {
			expect(new URL(n8n.url).port).not.toBe(String(taken));
			expect(await n8n.createWorkflow(echo)).toMatchObject({ name: 'Echo' });
		} finally {
			await n8n.stop();
			await vacate(other);
		}
	});
});

/** A program that responds to every request, even to a readiness check of n8n. */
async function occupy(port: number): Promise<Server> {
	const server = createServer((_request, response) => response.end('{}'));
	server.listen(port, '127.0.0.1');
	await once(server, 'listening');
	return server;
}

async function vacate(server: Server): Promise<void> {
	const closed = once(server, 'close');
	server.close();
	server.closeAllConnections();
	await closed;
}

async function call(url: string, body: unknown): Promise<void> {
	expect((await post(url, body)).status).toBe(200);
}

async function post(url: string, body: unknown): Promise<Response> {
	return await fetch(url, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(body),
	});
}
