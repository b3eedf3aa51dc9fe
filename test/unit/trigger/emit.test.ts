import {
	createRunExecutionData,
	ManualExecutionCancelledError,
	SystemShutdownExecutionCancelledError,
	TimeoutExecutionCancelledError,
	type IRun,
} from 'n8n-workflow';
import type { Outcome } from '../../../nodes/VonageSms/reassembly';
import { NOT_STARTED } from '../../../nodes/VonageSms/trigger/begin';
import { emitOnce } from '../../../nodes/VonageSms/trigger/emit';

type Emit = Parameters<typeof emitOnce>[0];
type Done = NonNullable<Parameters<Emit>[2]>;

let done: Done;
let keys: Array<string | undefined>;

const emit: Emit = (_data, _response, given, key) => {
	if (given) done = given;
	keys.push(key);
};

beforeEach(() => void (keys = []));

function start(): Promise<Outcome> {
	return emitOnce(emit, 'Trigger', { json: {} }, 'key');
}

/** As n8n reports it in queue mode, in which the main process has no data of the nodes. */
function run(status: IRun['status'], lastNodeExecuted?: string): IRun {
	return {
		data: createRunExecutionData({ resultData: { runData: {}, lastNodeExecuted } }),
		mode: 'trigger',
		startedAt: new Date(0),
		status,
		storedAt: 'db',
	};
}

describe('starting one execution', () => {
	test('passes on the deduplication key', () => {
		void start();
		expect(keys).toEqual(['key']);
	});

	test.each([
		['an execution that succeeded', run('success', 'After')],
		['an execution of a workflow with only the trigger', run('success', 'Trigger')],
		['an execution that began to wait', run('waiting', 'Wait')],
		['an execution that failed after the trigger', run('error', 'After')],
	])('needs no further attempt after %s', async (_what, ended) => {
		const emitting = start();
		done.resolve(ended);
		await expect(emitting).resolves.toBe('done');
	});

	test.each([
		['n8n refused a second execution for the key', undefined],
		['the execution failed at the trigger', run('error', 'Trigger')],
		['the execution failed before any node', run('error')],
		['the execution crashed before any node', run('crashed')],
	])('lets the store decide whether the message began if %s', async (_what, ended) => {
		const emitting = start();
		// Undefined despite its type, as in n8n.
		done.resolve(ended as IRun);
		await expect(emitting).resolves.toBe('ended');
	});

	test('needs a further attempt if the trigger could not reach the store', async () => {
		const emitting = start();
		const failed = run('error', 'Trigger');
		failed.data.resultData.error = new Error(NOT_STARTED) as IRun['data']['resultData']['error'];
		done.resolve(failed);
		await expect(emitting).resolves.toBe('notStarted');
	});

	test.each([
		['a person', new ManualExecutionCancelledError('1')],
		['the time limit', new TimeoutExecutionCancelledError('1')],
	])('needs no further attempt if %s canceled the execution', async (_who, error) => {
		const emitting = start();
		done.reject(error);
		await expect(emitting).resolves.toBe('done');
	});

	test.each([
		['could not create an execution', new Error('database is locked')],
		['shut down in the meantime', new SystemShutdownExecutionCancelledError('1')],
	])('rejects if n8n %s', async (_what, error) => {
		const emitting = start();
		done.reject(error);
		await expect(emitting).rejects.toBe(error);
	});
});
