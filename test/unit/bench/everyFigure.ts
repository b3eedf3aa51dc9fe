import type { ComparisonRow } from '../../bench/n8n/comparison';
import type { PacedRow } from '../../bench/n8n/paced';
import type { Results } from '../../bench/results';

/** Results of every part, with `n` as every measured figure. */
export function everyFigure(n: number): Results {
	const environment = {
		at: '2020-01-01T12:00:00.000Z',
		machine: 'a machine',
		versions: 'versions',
	};
	const server = { cpu: n, walBytes: n };
	const figures = { perSecond: n, p50: n, p99: n, server };
	const verdict = { messages: n, lost: n, doubled: n, cutByCrash: n, wrongText: n };
	const drift = { first: n, last: n };
	const remembered = {
		environment,
		messages: 1_000,
		few: 100,
		rows: (['SQLite', 'PostgreSQL'] as const).map((store) => ({
			store,
			operation: 'claim 20 messages' as const,
			few: n,
			many: n,
			ratio: n / n,
			right: true,
		})),
		cleaning: [{ store: 'SQLite' as const, arriving: n, forgotten: n, p50: n, p99: n }],
		stalls: [{ store: 'SQLite' as const, while: 'nothing happens', usual: n, longest: n }],
		sizes: [{ store: 'SQLite' as const, bytes: n }],
	};
	return {
		memory: {
			environment,
			vectors: [{ task: 'a task', vectors: 2, right: [{ contender: 'this package', count: 2 }] }],
			codec: [
				{
					task: 'a task',
					contender: 'this package',
					nanoseconds: n,
					timesFloor: n / n,
					timesOurs: n / n,
					right: true,
				},
			],
			part: [{ format: 'JSON', floorNanoseconds: n, ourNanoseconds: n, ratio: n / n, right: true }],
		},
		stores: {
			environment,
			rows: (['SQLite', 'PostgreSQL'] as const).map((store) => ({
				store,
				open: 100,
				callers: 16,
				floor: figures,
				receive: figures,
				ratio: n / n,
				cpuRatio: store === 'SQLite' ? null : n / n,
				growth: n / n,
				right: true,
			})),
			weights: [{ store: 'SQLite', open: 100, heapBytes: n, residentBytes: n, diskBytes: n }],
		},
		network: {
			environment,
			delay: 2,
			rows: (['receive a single SMS', 'claim one message', 'claim 20 messages'] as const).map(
				(step) => ({ step, roundTrips: n, direct: n, delayed: n, ratio: n / n, right: true }),
			),
		},
		remembered,
		rememberedMore: remembered,
		n8n: {
			environment,
			defaults: comparison(n),
			lazy: comparison(n),
			joining: [{ contender: 'sqlite', messages: n, right: n, lost: n, doubled: n, executions: n }],
			profile: {
				messages: n,
				owners: [{ owner: 'n8n', milliseconds: n, share: n / n }],
				functions: [{ name: 'claim', milliseconds: n }],
			},
		},
		disk: { environment, flush: 10, rows: comparison(n) },
		queue: {
			environment,
			rows: comparison(n),
			paced: {
				perSecond: 25,
				rows: (['mainOnly', 'postgres'] as const).map((contender): PacedRow => ({
					contender,
					main: n,
					webhook: n,
					worker: n,
					postgres: n,
					fault: null,
				})),
			},
		},
		soak: {
			environment,
			plan: { seconds: 60, messagesPerSecond: 4, faults: ['kill'], sampleSeconds: 1 },
			answers: [{ answer: '500', attempts: n }],
			verdict,
			drifts: { residentBytes: drift, openFiles: drift, storeBytes: drift },
			samples: [{ seconds: n, residentBytes: n, openFiles: n, storeBytes: n }],
		},
	};
}

function comparison(n: number): ComparisonRow[] {
	const contenders = [
		'floor',
		'answerFirst',
		'withKeys',
		'sqlite',
		'postgres',
		'code',
		'dataTable',
	] as const;
	const figures = { answered: n, executed: n, afterAnswer: n, executionsPerSecond: n, cpu: n };
	return (['part', 'single', 'threeParts'] as const).flatMap((workload) =>
		contenders.map((contender) => ({
			...figures,
			contender,
			processes: 1,
			workload,
			handedOver: n,
			answersPerSecond: n,
			executions: n,
			fault: null,
		})),
	);
}
