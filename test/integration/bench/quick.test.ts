import { QUICK_PARTS } from '../../bench/arguments';
import { OURS } from '../../bench/memory/codec';
import { runPart } from '../../bench/parts';
import { STEPS } from '../../bench/network/network';
import { quickPlan } from '../../bench/plans';
import { OPERATIONS } from '../../bench/remembered/subject';
import { pageOf } from '../../bench/report/page';
import type { Results } from '../../bench/results';
import { describeWithPostgres } from '../../services';

/** Only what hangs reaches it: on a busy machine it takes ten minutes. */
const WITHIN_MS = 1_800_000;

// Checks the results and that everything was compared. Times depend on the machine.
describeWithPostgres('the quick benchmark', () => {
	let results: Results;

	beforeAll(async () => {
		results = {};
		for (const part of QUICK_PARTS) {
			results = { ...results, ...(await runPart(part, quickPlan, () => undefined)) };
		}
	}, WITHIN_MS);

	test('gets every vector and every codec row right, next to other packages and a lower bound', () => {
		const { vectors = [], codec = [], part = [] } = results.memory ?? {};
		expect(vectors.length).toBeGreaterThan(0);
		for (const row of vectors) {
			expect(row.right).toContainEqual({ contender: OURS, count: row.vectors });
		}
		const own = codec.filter(({ contender }) => contender === OURS);
		expect(own.map(({ right }) => right)).toEqual(own.map(() => true));
		expect(new Set(codec.map(({ contender }) => contender))).toEqual(
			new Set([
				OURS,
				'floor',
				'node-pdu',
				'sms-3gpp',
				'smpp',
				'split-sms',
				'sms-segments-calculator',
				'@vonage/sms',
			]),
		);
		expect(part.map(({ format, right }) => [format, right])).toEqual([
			['JSON', true],
			['form', true],
		]);
	});

	test('stores every part once in both stores, next to a plain insert', () => {
		const { rows = [] } = results.stores ?? {};
		expect(rows.map(({ store, open, callers, right }) => [store, open, callers, right])).toEqual(
			['SQLite', 'PostgreSQL'].flatMap((store) =>
				[1, 16].flatMap((callers) => [100, 1_000].map((open) => [store, open, callers, true])),
			),
		);
		for (const { floor, receive } of rows) {
			expect(floor.perSecond).toBeGreaterThan(0);
			expect(receive.perSecond).toBeGreaterThan(0);
		}
	});

	test('finds every step correct at a distance from PostgreSQL, within the goal for round trips', () => {
		const { rows = [] } = results.network ?? {};
		expect(rows.map(({ step, right }) => [step, right])).toEqual(STEPS.map((step) => [step, true]));
		for (const { step, roundTrips } of rows) {
			expect([step, roundTrips]).toEqual([step, expect.any(Number)]);
			expect(roundTrips).toBeGreaterThan(0);
		}
	});

	test('finds every step correct with many remembered messages, in both stores', () => {
		const { rows = [], cleaning = [], stalls = [] } = results.remembered ?? {};
		expect(rows.map(({ store, operation, right }) => [store, operation, right])).toEqual(
			['SQLite', 'PostgreSQL'].flatMap((store) =>
				OPERATIONS.map((operation) => [store, operation, true]),
			),
		);
		expect(cleaning.map(({ store }) => store)).toEqual(['SQLite', 'PostgreSQL']);
		for (const { forgotten } of cleaning) expect(forgotten).toBeGreaterThan(0);
		expect(new Set(stalls.map(({ store }) => store))).toEqual(new Set(['SQLite', 'PostgreSQL']));
	});

	test('finds everything answered and executed in n8n, with one execution for three parts', () => {
		const { lazy = [] } = results.n8n ?? {};
		const { contenders, comparison } = quickPlan.n8n;
		expect(lazy.map(({ contender, workload, fault }) => [workload, contender, fault])).toEqual(
			comparison.workloads.flatMap((workload) =>
				contenders.map((contender) => [workload, contender, null]),
			),
		);
		const executions = lazy
			.filter(({ workload }) => workload === 'threeParts')
			.map((row) => [row.contender, row.executions]);
		expect(Object.fromEntries(executions)).toEqual({
			floor: 1,
			answerFirst: 1,
			withKeys: 1,
			sqlite: 1,
			postgres: 1,
			webhook: 3,
			code: 3,
			dataTable: 3,
		});
	});

	test('finds simultaneous parts joined once by all tested contenders', () => {
		const { joining = [] } = results.n8n ?? {};
		expect(joining.map(({ contender }) => contender)).toEqual([
			'sqlite',
			'postgres',
			'code',
			'dataTable',
		]);
		for (const row of joining.slice(0, 2)) {
			expect(row).toMatchObject({ right: row.messages, lost: 0, doubled: 0 });
			expect(row.executions).toBe(row.messages);
		}
	});

	test('separates this package from n8n in the profile', () => {
		const { owners = [], functions = [] } = results.n8n?.profile ?? {};
		expect(owners.map(({ owner }) => owner)).toEqual(
			expect.arrayContaining(['n8n', 'this package, with libphonenumber-js']),
		);
		expect(functions.length).toBeGreaterThan(0);
	});

	test('finds nothing lost or doubled in the soak, even with a restart', () => {
		const { verdict } = results.soak ?? {};
		expect(verdict?.messages).toBeGreaterThan(0);
		expect(verdict).toMatchObject({ lost: 0, doubled: 0, wrongText: 0 });
	});

	test('shows all results on one page', () => {
		const page = pageOf(results);
		for (const title of [
			'Goals',
			'In memory',
			'Stores',
			'PostgreSQL at a distance',
			'Many remembered messages',
			'In a real n8n',
			'Soak',
		]) {
			expect(page).toContain(`\n## ${title}\n`);
		}
		expect(page).not.toMatch(/NaN|undefined|Infinity|null/);
	});
});
