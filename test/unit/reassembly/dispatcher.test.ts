import { Dispatcher } from '../../../nodes/VonageSms/reassembly/dispatcher';
import type { DispatcherLog } from '../../../nodes/VonageSms/reassembly/types';
import {
	LEASE_MS,
	type Delivery,
	type MessageStore,
	type Outcome,
} from '../../../nodes/VonageSms/reassembly';
import { handOver, reassemblerOn, SCOPE, whole, type Clock } from './builders';
import { sqlitePlace, type StorePlace } from './stores';

/** An execution that a test ends. */
interface Execution {
	id: string;
	ticket: string;
	end: () => void;
	/** Ends it at the trigger, or before. */
	endEarly: () => void;
	/** Ends it because it could not reach the store. */
	endUnstarted: () => void;
	fail: () => void;
}

describe('the dispatcher', () => {
	let place: StorePlace;
	let store: MessageStore;
	let clock: Clock;
	let dispatcher: Dispatcher | undefined;
	let executions: Execution[];
	let started: () => void;
	let lines: string[];

	beforeEach(async () => {
		jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'performance'] });
		place = await sqlitePlace();
		store = await place.open();
		clock = { seconds: 1_600_000_000 };
		executions = [];
		lines = [];
		started = () => undefined;
	});

	afterEach(async () => {
		const stopping = dispatcher?.stop();
		for (const execution of executions) execution.end();
		await stopping;
		jest.useRealTimers();
		await place.remove();
	});

	async function start(concurrency = 20, reopen?: () => Promise<void>): Promise<Dispatcher> {
		dispatcher = new Dispatcher({
			scope: SCOPE,
			reassembler: reassemblerOn(store, clock),
			onDue: (wake) => store.onDue(SCOPE, wake),
			handOver,
			reopen,
			concurrency,
			log: log(),
		});
		await dispatcher.start();
		return dispatcher;

		function handOver({ message, ticket }: Delivery): Promise<Outcome> {
			return new Promise((resolve, reject) => {
				executions.push({
					id: message.id,
					ticket,
					end: () => resolve('done'),
					endEarly: () => resolve('ended'),
					endUnstarted: () => resolve('notStarted'),
					fail: () => reject(new Error('no room')),
				});
				started();
			});
		}
	}

	function log(): DispatcherLog {
		const write = (line: string) => void lines.push(line);
		return { debug: write, warn: write, error: write };
	}

	/** Resolves once this many executions have been started in total. */
	async function untilStarted(count: number): Promise<void> {
		while (executions.length < count) {
			await new Promise<void>((resolve) => (started = resolve));
		}
	}

	async function receive(...ids: string[]): Promise<void> {
		for (const id of ids)
			await reassemblerOn(store, clock).receive(SCOPE, whole(id, `text of ${id}`));
	}

	test('delivers messages received by this process immediately, without polling', async () => {
		await start();
		await receive('A');
		await untilStarted(1);
		expect(executions.map(({ id }) => id)).toEqual(['A']);
	});

	test('finds messages received by another process by polling', async () => {
		await start();
		const other = await place.open();
		await reassemblerOn(other, clock).receive(SCOPE, whole('A', 'x'));
		await jest.advanceTimersByTimeAsync(1_000);
		await untilStarted(1);
	});

	test('drains a backlog oldest first, never exceeding the concurrency', async () => {
		await reassemblerOn(store, clock).register(SCOPE);
		await receive('A', 'B', 'C', 'D', 'E');
		await start(2);
		await untilStarted(2);
		await jest.advanceTimersByTimeAsync(5_000);
		expect(executions.map(({ id }) => id)).toEqual(['A', 'B']);
		executions[1]?.end();
		await untilStarted(3);
		executions[0]?.end();
		executions[2]?.end();
		await untilStarted(5);
		expect(executions.map(({ id }) => id)).toEqual(['A', 'B', 'C', 'D', 'E']);
	});

	test('delivers messages that n8n rejected again, and logs the reason without the text', async () => {
		await start();
		await receive('A');
		await untilStarted(1);
		executions[0]?.fail();
		await jest.advanceTimersByTimeAsync(10);
		clock.seconds += 1;
		await jest.advanceTimersByTimeAsync(1_000);
		await untilStarted(2);
		expect(executions.map(({ id }) => id)).toEqual(['A', 'A']);
		expect(lines.join('\n')).toContain(
			"SMS A: n8n didn't run it, so it will be delivered again. no room",
		);
		expect(lines.join('\n')).not.toContain('text of');
	});

	test('delivers a message again if its execution ended before it began', async () => {
		await start();
		await receive('A');
		await untilStarted(1);
		executions[0]?.endEarly();
		await jest.advanceTimersByTimeAsync(10);
		clock.seconds += 1;
		await jest.advanceTimersByTimeAsync(1_000);
		await untilStarted(2);
		expect(executions.map(({ id }) => id)).toEqual(['A', 'A']);
	});

	test('delivers a message again if its execution began without knowing it', async () => {
		await start();
		await receive('A');
		await untilStarted(1);
		await begin(0);
		executions[0]?.endUnstarted();
		// Only then is it clear when it is due again.
		while (!lines.some((line) => line.startsWith('SMS A: its execution could not start'))) {
			await new Promise(setImmediate);
		}
		clock.seconds += 1;
		await jest.advanceTimersByTimeAsync(1_000);
		await untilStarted(2);
		expect(executions.map(({ id }) => id)).toEqual(['A', 'A']);
	});

	test('does not deliver a message again if its execution began and then failed at the trigger', async () => {
		await start();
		await receive('A');
		await untilStarted(1);
		await begin(0);
		executions[0]?.endEarly();
		for (let minute = 0; minute < 10; minute += 1) {
			clock.seconds += 60;
			await jest.advanceTimersByTimeAsync(60_000);
		}
		expect(executions).toHaveLength(1);
	});

	test('delivers messages again that n8n has not begun for five minutes, and frees their slots in the meantime', async () => {
		await start(1);
		await receive('A', 'B');
		await untilStarted(1);
		for (let seconds = 0; seconds <= 340; seconds += 20) {
			clock.seconds += 20;
			await jest.advanceTimersByTimeAsync(20_000);
		}
		await untilStarted(2);
		expect(executions.map(({ id }) => id).slice(0, 2)).toEqual(['A', 'B']);
		executions[1]?.end();
		await untilStarted(3);
		expect(executions[2]?.id).toBe('A');
	});

	test('keeps the slot of an execution that has begun, no matter how long it runs', async () => {
		await start(1);
		await receive('A', 'B');
		await untilStarted(1);
		await begin(0);
		for (let minute = 0; minute < 30; minute += 1) {
			clock.seconds += 60;
			await jest.advanceTimersByTimeAsync(60_000);
		}
		expect(executions.map(({ id }) => id)).toEqual(['A']);
	});

	/** Does the same as n8n at the start of an execution. */
	async function begin(index: number): Promise<void> {
		const { ticket = '' } = executions[index] ?? {};
		expect(await reassemblerOn(store, clock).begin(ticket, `execution ${index}`)).toBe(true);
	}

	test('keeps the lease of an execution that runs for hours', async () => {
		await start();
		await receive('A');
		await untilStarted(1);
		await begin(0);
		for (let minute = 0; minute < 120; minute += 1) {
			clock.seconds += LEASE_MS / 3000;
			await jest.advanceTimersByTimeAsync(LEASE_MS / 3);
		}
		expect(await reassemblerOn(store, clock).claim(SCOPE)).toEqual([]);
		expect(executions).toHaveLength(1);
	});

	test('claims nothing once it is stopped, and lets running executions end', async () => {
		const running = await start();
		await receive('A');
		await untilStarted(1);
		const stopped = running.stop();
		await receive('B');
		await jest.advanceTimersByTimeAsync(3_000);
		expect(executions).toHaveLength(1);
		executions[0]?.end();
		await stopped;
		expect((await handOver(reassemblerOn(store, clock))).map(({ id }) => id)).toEqual(['B']);
	});

	test('does not restart messages that are still running after a pause in which the lease expired', async () => {
		await start();
		await receive('A');
		await untilStarted(1);
		// No timer fires while a process is paused, so a claim may run before the renewal.
		clock.seconds += 2 * (LEASE_MS / 1000);
		await receive('B');
		await untilStarted(2);
		await jest.advanceTimersByTimeAsync(3_000);
		expect(executions.map(({ id }) => id)).toEqual(['A', 'B']);
		executions[0]?.end();
		await jest.advanceTimersByTimeAsync(1_000);
		clock.seconds += 2 * (LEASE_MS / 1000);
		await jest.advanceTimersByTimeAsync(3_000);
		expect(executions.map(({ id }) => id)).toEqual(['A', 'B']);
	});

	test('records the end of an execution as soon as the store is back, and does not start it again in the meantime', async () => {
		await start();
		await receive('A');
		await untilStarted(1);
		const away = takeStoreAway();
		executions[0]?.end();
		await jest.advanceTimersByTimeAsync(120_000);
		clock.seconds += 120;
		away.mockRestore();
		await jest.advanceTimersByTimeAsync(60_000);
		expect(executions.map(({ id }) => id)).toEqual(['A']);
		expect(lines).toContain('SMS A: confirmed');
	});

	test('when stopped, waits for a claim in progress and starts none of its messages', async () => {
		const running = await start();
		await jest.advanceTimersByTimeAsync(10);
		// Runs after the dispatcher's own listener, so it is already claiming.
		const stopping = new Promise<void>((resolve) => {
			store.onDue(SCOPE, () => resolve(running.stop()));
		});
		await receive('A');
		await stopping;
		expect(executions).toEqual([]);
		expect(await store.database.all('SELECT state, lease FROM message')).toEqual([
			{ state: 'due', lease: null },
		]);
	});

	test('has released the store once it has stopped', async () => {
		const running = await start();
		await jest.advanceTimersByTimeAsync(10);
		const answer = Promise.withResolvers<[]>();
		jest.spyOn(store.database, 'all').mockReturnValueOnce(answer.promise);
		await jest.advanceTimersByTimeAsync(1_000);
		const stopped = jest.fn();
		const stopping = running.stop().then(stopped);
		await jest.advanceTimersByTimeAsync(1_000);
		expect(stopped).not.toHaveBeenCalled();
		answer.resolve([]);
		await stopping;
	});

	test('renews its leases before it claims after a pause, so that nothing counts as a second attempt', async () => {
		await start();
		await receive('A');
		await untilStarted(1);
		clock.seconds += 2 * (LEASE_MS / 1000);
		jest.setSystemTime(Date.now() + 2 * LEASE_MS);
		await receive('B');
		await untilStarted(2);
		expect(await store.database.all('SELECT attempt, redelivered FROM message')).toEqual([
			{ attempt: 1, redelivered: 0 },
			{ attempt: 1, redelivered: 0 },
		]);
	});

	test('warns once when no execution has ended for five minutes', async () => {
		await start(2);
		await receive('A', 'B', 'C');
		await untilStarted(2);
		await begin(0);
		await begin(1);
		await jest.advanceTimersByTimeAsync(20 * 60_000);
		const warnings = lines.filter((line) => line.startsWith('None of the 2 running executions'));
		expect(warnings).toHaveLength(1);
		executions[0]?.end();
		await untilStarted(3);
		await jest.advanceTimersByTimeAsync(4 * 60_000);
		expect(lines.filter((line) => line.startsWith('None of the 2 running executions'))).toEqual(
			warnings,
		);
	});

	test('logs every five minutes that the store fails, and reopens it in the meantime', async () => {
		const reopen = jest.fn(async () => undefined);
		await start(20, reopen);
		const away = takeStoreAway();
		await jest.advanceTimersByTimeAsync(16 * 60_000);
		expect(lines.filter((line) => line.includes('disk gone'))).toHaveLength(4);
		expect(reopen.mock.calls.length).toBeGreaterThan(10);
		away.mockRestore();
	});

	/** Every method of the database rejects until the mock is restored. */
	function takeStoreAway(): { mockRestore(): void } {
		const gone = async () => await Promise.reject(new Error('disk gone'));
		const mocks = (['transaction', 'all', 'run'] as const).map((method) =>
			jest.spyOn(store.database, method).mockImplementation(gone),
		);
		return { mockRestore: () => mocks.forEach((mock) => mock.mockRestore()) };
	}

	test('forgets old messages while it runs', async () => {
		await reassemblerOn(store, clock).register(SCOPE);
		await receive('A');
		await handOver(reassemblerOn(store, clock));
		clock.seconds += 48 * 3600;
		await start();
		await jest.advanceTimersByTimeAsync(30_000);
		expect(await reassemblerOn(store, clock).cleanUp()).toBe(0);
	});

	test('does not report its scope as served after it was stopped, while running executions end', async () => {
		const running = await start();
		await receive('A');
		await untilStarted(1);
		const stopped = running.stop();
		const seen = 'SELECT seen_at FROM dispatcher';
		const before = await store.database.all(seen);
		clock.seconds += 3_600;
		await jest.advanceTimersByTimeAsync(60_000);
		expect(await store.database.all(seen)).toEqual(before);
		executions[0]?.end();
		await stopped;
	});

	test('logs once that the store is gone and once that it is back', async () => {
		const subject = await start();
		const claim = jest.spyOn(store.database, 'all').mockRejectedValue(new Error('disk gone'));
		await jest.advanceTimersByTimeAsync(5_000);
		claim.mockRestore();
		await jest.advanceTimersByTimeAsync(2_000);
		await receive('A');
		await untilStarted(1);
		expect(lines.filter((line) => line.includes('disk gone'))).toHaveLength(1);
		expect(lines.filter((line) => line.includes('is responding again'))).toHaveLength(1);
		expect(subject).toBeDefined();
	});
});
