import { createRunExecutionData, type IRun } from 'n8n-workflow';
import { emitOnce } from '../../../nodes/VonageSms/trigger/emit';

type Emit = Parameters<typeof emitOnce>[0];
type Done = NonNullable<Parameters<Emit>[2]>;

const HOUR = 3_600_000;
const item = { json: {} };
const run: IRun = {
	data: createRunExecutionData({}),
	mode: 'trigger',
	startedAt: new Date(0),
	status: 'success',
	storedAt: 'db',
};
let done: Done | undefined;

/** As n8n 1 has it: the rest is not read. */
const emitWithoutKey: Emit = (_data, _response, given) => void (done = given);
const emitWithKey: Emit = (_data, _response, given, _key) => void (done = given);

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

describe('handing one item to n8n', () => {
	test('resolves when the execution has ended', async () => {
		const emitting = emitOnce(emitWithKey, item, 'key');
		done?.resolve(run);
		await expect(emitting).resolves.toBeUndefined();
	});

	test('rejects when n8n could create no execution', async () => {
		const emitting = emitOnce(emitWithKey, item, 'key');
		done?.reject(new Error('database is locked'));
		await expect(emitting).rejects.toThrow('database is locked');
	});

	test('on n8n 1, which does not tell that, gives up after an hour without an end', async () => {
		const emitting = emitOnce(emitWithoutKey, item, 'key');
		const ended = jest.fn();
		void emitting.catch(ended);
		await jest.advanceTimersByTimeAsync(HOUR - 1);
		expect(ended).not.toHaveBeenCalled();
		await jest.advanceTimersByTimeAsync(1);
		await expect(emitting).rejects.toThrow('for an hour');
	});

	test('waits on for a long execution where n8n tells', async () => {
		const emitting = emitOnce(emitWithKey, item, 'key');
		await jest.advanceTimersByTimeAsync(48 * HOUR);
		done?.resolve(run);
		await expect(emitting).resolves.toBeUndefined();
	});

	test.each([emitWithoutKey, emitWithKey])('leaves no timer behind', async (emit) => {
		const emitting = emitOnce(emit, item, 'key');
		done?.resolve(run);
		await emitting;
		expect(jest.getTimerCount()).toBe(0);
	});
});
