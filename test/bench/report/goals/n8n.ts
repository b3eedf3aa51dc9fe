import type { ComparisonRow, Workload } from '../../n8n/comparison';
import { CONTENDERS } from '../../n8n/contenders';
import type { ContenderName } from '../../n8n/contenders';
import type { PacedResults } from '../../n8n/paced';
import type { DiskResults, N8nResults, QueueResults } from '../../results';
import { inWords, times } from '../table';
import { allOf, atMost, found, metIf } from './goal';
import type { Goal } from './goal';

const DEFAULTS = 'default settings';
const LAZY = 'lazy engine';

export function n8nGoals({ defaults, lazy, joining }: N8nResults): Goal[] {
	const own = joining.filter(({ contender }) => contender === 'sqlite' || contender === 'postgres');
	return [
		...(defaults
			? [...executionGoals(defaults, DEFAULTS), ...handOverGoals(defaults, DEFAULTS)]
			: []),
		...executionGoals(lazy, LAZY),
		...handOverGoals(lazy, LAZY),
		allOf(
			'fault',
			'Parts that arrive at the same moment: each message once, whole',
			own.reduce((sum, row) => sum + row.right, 0),
			own.reduce((sum, row) => sum + row.messages, 0),
		),
	];
}

export function diskGoals({ flush, rows }: DiskResults): Goal[] {
	return handOverGoals(rows, `${LAZY}, a disk with ${inWords(flush)} ms a flush`);
}

function executionGoals(rows: ComparisonRow[], settings: string): Goal[] {
	const of = find(rows);
	const [floorPart, ownPart] = [of('floor', 'part'), of('sqlite', 'part')];
	const [floorSingle, ownSingle] = [of('floor', 'single'), of('sqlite', 'single')];
	const own = of('sqlite', 'threeParts');
	if (!floorPart || !ownPart || !floorSingle || !ownSingle || !own) return [];
	const today = [of('code', 'threeParts'), of('dataTable', 'threeParts')].filter(
		(row) => row !== undefined,
	);
	const cheaper = Math.min(...today.map((row) => ratio(row, own, 'cpu')));
	const fewer = Math.min(...today.map(({ executions }) => executions / own.executions));
	const atLeast = (value: number) => metIf(value, (known) => known >= 3);
	return [
		atMost(
			'answerTime',
			`n8n (${settings}): a part to the answer, against a trigger that does nothing`,
			1.2,
			ratio(ownPart, floorPart, 'answered'),
			against(ownPart.answered, floorPart.answered, 'ms'),
		),
		atMost(
			'endTime',
			`n8n (${settings}): an SMS to the end of its execution, against the same`,
			1.1,
			ratio(ownSingle, floorSingle, 'executed'),
			against(ownSingle.executed, floorSingle.executed, 'ms'),
		),
		{
			key: 'todayCpu',
			name: `n8n (${settings}): a three-part SMS, CPU time against what is built today`,
			wanted: '3 × cheaper',
			found: found(times(cheaper)),
			met: atLeast(cheaper),
		},
		{
			key: 'todayExecutions',
			name: `n8n (${settings}): a three-part SMS, executions against what is built today`,
			wanted: '3 × fewer',
			found: found(times(fewer)),
			met: atLeast(fewer),
		},
	];
}

const HAND_OVER_LIMIT = 1.15;

/** Against what also answers first, so that what remains is what the store and the checks need. */
function handOverGoals(rows: ComparisonRow[], settings: string): Goal[] {
	const of = find(rows);
	const floor = of('answerFirst', 'single');
	const withKeys = of('withKeys', 'single');
	return (['sqlite', 'postgres'] as const).flatMap((contender) => {
		const own = of(contender, 'single');
		if (!floor || !own) return [];
		const storage = contender === 'sqlite' ? 'SQLite' : 'PostgreSQL';
		const goal = (what: string, figure: Figure, value: number, unit: string) =>
			atMost(
				'handOver',
				`Hand-over of an SMS (${storage}, ${settings}), against ${CONTENDERS.answerFirst}: ${what}`,
				HAND_OVER_LIMIT,
				value,
				`${against(own[figure], floor[figure], unit)}; ${inWords(withKeys?.[figure] ?? null)} for ${CONTENDERS.withKeys}`,
			);
		return [
			goal(
				'from the last answer to the end of the execution',
				'afterAnswer',
				ratio(own, floor, 'afterAnswer'),
				'ms',
			),
			goal('CPU time', 'cpu', ratio(own, floor, 'cpu'), 'ms'),
			goal(
				'executions a second',
				'executionsPerSecond',
				ratio(floor, own, 'executionsPerSecond'),
				'a second',
			),
		];
	});
}

const MAIN_LIMIT_MS = 8;

export function queueGoals({ rows, paced }: QueueResults): Goal[] {
	const compared = [...rows, ...paced.rows];
	const right = compared.filter(({ fault }) => fault === null).length;
	return [
		allOf(
			'fault',
			'Queue mode: every message executed once, whichever process received its parts (comparisons)',
			right,
			compared.length,
		),
		...mainProcessGoal(paced),
	];
}

function mainProcessGoal({ perSecond, rows }: PacedResults): Goal[] {
	const [own, floor] = [rowOf(rows, 'postgres'), rowOf(rows, 'mainOnly')];
	if (!own) return [];
	return [
		{
			key: 'mainProcess',
			name: `Queue mode: CPU time of the main process for an SMS, at ${inWords(perSecond)} a second`,
			wanted: `below ${MAIN_LIMIT_MS} ms`,
			found: `${inWords(own.main)} ms (${inWords(floor?.main ?? null)} for ${CONTENDERS.mainOnly})`,
			met: metIf(own.main, (value) => value < MAIN_LIMIT_MS),
		},
	];
}

function rowOf<T extends { contender: ContenderName }>(rows: T[], name: ContenderName) {
	return rows.find(({ contender }) => contender === name);
}

function find(rows: ComparisonRow[]) {
	return (contender: ContenderName, workload: Workload) =>
		rows.find((row) => row.contender === contender && row.workload === workload);
}

type Figure = 'answered' | 'executed' | 'afterAnswer' | 'executionsPerSecond' | 'cpu';

/** NaN where there is no such figure. */
function ratio(own: ComparisonRow, other: ComparisonRow, name: Figure): number {
	return (own[name] ?? NaN) / (other[name] ?? NaN);
}

function against(own: number | null, other: number | null, unit: string): string {
	return `${inWords(own)} against ${inWords(other)} ${unit}`;
}
