import type { NetworkResults, Step } from '../../network/network';
import { ARRIVING } from '../../remembered/cleaning';
import type { RememberedResults } from '../../remembered/remembered';
import type { StoreResults, StoreRow } from '../../stores/stores';
import { inWords } from '../table';
import { atMost, metIf } from './goal';
import type { Goal } from './goal';

const GROWTH_LIMITS = { SQLite: 1.3, PostgreSQL: 1.5 };
const WAL_LIMIT = 1_500;
/** The log of a larger store has whole pages in it, after each checkpoint. */
const WAL_AT = 10_000;

export function storeGoals({ rows }: StoreResults): Goal[] {
	return [...Map.groupBy(rows, ({ store }) => store)].flatMap(([store, own]) => {
		const worst = largest(own, ({ ratio }) => ratio);
		const grown = largest(own, ({ growth }) => growth);
		const sizes = own.map(({ open }) => open);
		const [least, most] = [inWords(Math.min(...sizes)), inWords(Math.max(...sizes))];
		return [
			atMost(
				'storeFloor',
				`${store}: a part against one bare durable insert`,
				2,
				worst.ratio,
				`at worst, ${setting(worst)}`,
			),
			...serverGoals(own),
			atMost(
				'storeGrowth',
				`${store}: growth from ${least} to ${most} open messages`,
				GROWTH_LIMITS[store],
				grown.growth,
				`median time of a part, at worst, ${setting(grown)}`,
			),
		];
	});
}

function setting({ callers, open }: StoreRow): string {
	return `${callers} ${callers === 1 ? 'caller' : 'callers'}, ${inWords(open)} open`;
}

/** With the most callers, where the server's processor is what is short. */
function serverGoals(rows: StoreRow[]): Goal[] {
	const callers = Math.max(...rows.map((row) => row.callers));
	const busiest = rows.filter((row) => row.callers === callers && row.cpuRatio !== null);
	const usual = busiest.findLast(({ open }) => open <= WAL_AT);
	if (!usual?.receive.server) return [];
	const { cpu, walBytes } = usual.receive.server;
	const floor = usual.floor.server;
	return [
		atMost(
			'storeCpu',
			`${usual.store}: processor time of the server, ${setting(usual)}, against one bare insert`,
			2,
			usual.cpuRatio,
			`${inWords(cpu)} against ${inWords(floor?.cpu ?? null)} ms`,
		),
		{
			key: 'storeWal',
			name: `${usual.store}: write-ahead log a part, ${setting(usual)}`,
			wanted: `${inWords(WAL_LIMIT)} bytes at most`,
			found: `${inWords(walBytes)} bytes (a bare insert: ${inWords(floor?.walBytes ?? null)})`,
			met: metIf(walBytes, (value) => value <= WAL_LIMIT),
		},
	];
}

const TRIPS: [Step, number][] = [
	['receive a single SMS', 2],
	['receive a delivery receipt', 2],
	['receive the first part of a long SMS', 4],
	['receive its second part', 4],
	['receive its last part', 4],
];

export function networkGoals({ delay, rows }: NetworkResults): Goal[] {
	const of = (step: Step) => rows.find((row) => row.step === step);
	const [one, twenty] = [of('claim one message'), of('claim 20 messages')];
	const single = of('receive a single SMS');
	if (!one || !twenty || !single) return [];
	return [
		...TRIPS.map(([step, limit]): Goal => {
			const trips = of(step)?.roundTrips ?? null;
			return {
				key: 'roundTrips',
				name: `PostgreSQL: round trips to ${step}`,
				wanted: `${limit} at most`,
				found: inWords(trips),
				met: metIf(trips, (value) => value <= limit),
			};
		}),
		{
			key: 'roundTrips',
			name: 'PostgreSQL: round trips to claim 20 messages',
			wanted: 'as many as to claim one',
			found: `${inWords(twenty.roundTrips)} and ${inWords(one.roundTrips)}`,
			met: metIf(twenty.roundTrips, (trips) => trips === one.roundTrips),
		},
		atMost(
			'distance',
			`PostgreSQL with ${inWords(delay)} ms a round trip: a single SMS against one bare durable insert`,
			2,
			single.ratio,
			`${inWords(single.delayed)} against ${inWords(rows[0]?.delayed ?? null)} ms`,
		),
	];
}

const REMEMBERED_LIMIT = 1.5;
const STALL_LIMIT_MS = 5;

export function rememberedGoals({ messages, rows, cleaning, stalls }: RememberedResults): Goal[] {
	const many = inWords(messages);
	return [
		...[...Map.groupBy(rows, ({ store }) => store)].map(([store, own]) => {
			const worst = largest(own, ({ ratio }) => ratio);
			return atMost(
				'remembered',
				`${store}: each step with ${many} remembered messages, against an almost empty store`,
				REMEMBERED_LIMIT,
				worst.ratio,
				`at worst, ${worst.operation}`,
			);
		}),
		...cleaning.map(({ store, forgotten, arriving }): Goal => ({
			key: 'cleaning',
			name: `${store}: clean-up keeps up with ${ARRIVING} SMS a second, ${many} remembered`,
			wanted: `${ARRIVING} a second at least`,
			found: `${inWords(forgotten)} forgotten a second (while ${inWords(arriving)} arrived)`,
			met: metIf(forgotten, (value) => value >= ARRIVING),
		})),
		...[...Map.groupBy(stalls, ({ store }) => store)].map(([store, own]): Goal => {
			const worst = largest(own, ({ longest }) => longest);
			const idle = own[0];
			return {
				key: 'stall',
				name: `${store}: longest stall of the event loop, ${many} remembered`,
				wanted: `${STALL_LIMIT_MS} ms at most`,
				found: `${inWords(worst.longest)} ms (while ${worst.while}; ${inWords(idle?.longest ?? null)} while ${idle?.while})`,
				met: metIf(worst.longest, (value) => value <= STALL_LIMIT_MS),
			};
		}),
	];
}

function largest<T>(rows: T[], by: (row: T) => number): T {
	return rows.reduce((a, b) => (by(a) >= by(b) ? a : b));
}
