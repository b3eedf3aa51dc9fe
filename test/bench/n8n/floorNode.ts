import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Type of the node as a workflow names it: n8n puts what lies in `N8N_CUSTOM_EXTENSIONS` under this prefix. */
export const FLOOR_TYPE = 'CUSTOM.benchFloor';
export const ANSWER_FIRST_TYPE = 'CUSTOM.benchAnswerFirst';
export const WITH_KEYS_TYPE = 'CUSTOM.benchWithKeys';
export const MAIN_ONLY_TYPE = 'CUSTOM.benchMainOnly';
/** Environment variable with the port on which that one listens. */
export const MAIN_ONLY_PORT = 'BENCH_MAIN_ONLY_PORT';

/**
 * A trigger that does nothing but what any has to: it answers 200, without an execution for a part that is not
 * the last, with one for everything else. What it looks at takes no time.
 */
const SOURCE = `
class BenchFloor {
	description = {
		displayName: 'Bench Floor',
		name: 'benchFloor',
		group: ['trigger'],
		version: 1.1,
		description: 'Answers, and does nothing',
		defaults: { name: 'Bench Floor' },
		inputs: [],
		outputs: ['main'],
		webhooks: [
			{ name: 'default', httpMethod: 'POST', responseMode: 'onReceived', path: 'floor' },
		],
		properties: [],
	};
	async webhook() {
		const body = this.getBodyData();
		if (body['concat-part'] !== body['concat-total']) return {};
		return { workflowData: [[{ json: body }]] };
	}
}
module.exports = { BenchFloor };
`;

/**
 * The same, but it answers first and starts the execution from `trigger()`, as this package does: the floor of that
 * architecture. It keeps nothing, so what is answered and not yet executed is lost in a crash.
 */
const ANSWER_FIRST_SOURCE = `
const emits = new Map();
class BenchAnswerFirst {
	description = {
		displayName: 'Bench Answer First',
		name: 'benchAnswerFirst',
		group: ['trigger'],
		version: 1.1,
		description: 'Answers, then executes, and keeps nothing',
		defaults: { name: 'Bench Answer First' },
		inputs: [],
		outputs: ['main'],
		webhooks: [
			{ name: 'default', httpMethod: 'POST', responseMode: 'onReceived', path: 'answer-first' },
		],
		properties: [],
	};
	async webhook() {
		const body = this.getBodyData();
		this.getResponseObject().status(200).send('Stored');
		if (body['concat-part'] === body['concat-total']) {
			setImmediate(emits.get(this.getWorkflow().id), [[{ json: body }]]);
		}
		return { noWebhookResponse: true };
	}
	async trigger() {
		emits.set(this.getWorkflow().id, this.emit);
		return {};
	}
	async execute() {
		return [this.getInputData()];
	}
}
module.exports = { BenchAnswerFirst };
`;

/**
 * The same again, with what n8n does for each execution of this package's trigger, whatever that does itself: a
 * credential, which n8n checks, and a deduplication key, which it records. It still keeps nothing.
 */
const WITH_KEYS_SOURCE = ANSWER_FIRST_SOURCE.replaceAll('BenchAnswerFirst', 'BenchWithKeys')
	.replace("name: 'benchAnswerFirst'", "name: 'benchWithKeys'")
	.replace("path: 'answer-first'", "path: 'with-keys'")
	.replace(
		'properties: []',
		"properties: [], credentials: [{ name: 'vonageSmsApi', required: true }]",
	)
	.replace(
		'emits.set(this.getWorkflow().id, this.emit)',
		`emits.set(this.getWorkflow().id, ([[item]]) => {
			const done = Promise.withResolvers();
			done.promise.catch(() => undefined);
			this.emit([[item]], undefined, done, 'benchWithKeys/' + item.json.messageId);
		})`,
	);

/**
 * In queue mode the process that answers is not the one that starts the executions of a `trigger()`: this one takes its
 * requests in the main process itself, so that what the main process needs for an execution is what remains.
 */
const MAIN_ONLY_SOURCE = `
const { createServer } = require('node:http');
class BenchMainOnly {
	description = {
		displayName: 'Bench Main Only',
		name: 'benchMainOnly',
		group: ['trigger'],
		version: 1.1,
		description: 'Executes what arrives at the main process, and keeps nothing',
		defaults: { name: 'Bench Main Only' },
		inputs: [],
		outputs: ['main'],
		properties: [],
	};
	async trigger() {
		const server = createServer(async (request, response) => {
			let text = '';
			for await (const chunk of request) text += chunk;
			response.end('Stored');
			this.emit([[{ json: JSON.parse(text) }]]);
		});
		server.listen(Number(process.env.${MAIN_ONLY_PORT}), '127.0.0.1');
		return { closeFunction: async () => server.close() };
	}
	async execute() {
		return [this.getInputData()];
	}
}
module.exports = { BenchMainOnly };
`;

/** A folder for `N8N_CUSTOM_EXTENSIONS` with these nodes in it. */
export function floorExtension(): string {
	const folder = mkdtempSync(join(tmpdir(), 'vonage-sms-bench-floor-'));
	writeFileSync(join(folder, 'BenchFloor.node.js'), SOURCE);
	writeFileSync(join(folder, 'BenchAnswerFirst.node.js'), ANSWER_FIRST_SOURCE);
	writeFileSync(join(folder, 'BenchWithKeys.node.js'), WITH_KEYS_SOURCE);
	writeFileSync(join(folder, 'BenchMainOnly.node.js'), MAIN_ONLY_SOURCE);
	return folder;
}
