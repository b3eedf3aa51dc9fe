import type { ComparisonRow, Workload } from '../n8n/comparison';
import type { ContenderName } from '../n8n/contenders';
import { OURS } from '../memory/codec';
import type { VectorRow } from '../memory/vectors';
import type { MemoryResults, Results } from '../results';
import { figure, times } from './table';

/** One thing that the package is measured by. */
export interface Goal {
	name: string;
	/** What was wanted, and what was found, in words. */
	wanted: string;
	found: string;
	met: boolean;
	/** Why this package misses it where it does. */
	reason: string;
}

/** Every goal of which there are figures. */
export function goalsOf({ memory, stores, n8n, queue, soak }: Results): Goal[] {
	return [
		...(memory ? memoryGoals(memory) : []),
		...(stores ? storeGoals(stores) : []),
		...(n8n?.defaults ? executionGoals(n8n.defaults, 'default settings') : []),
		...(n8n ? executionGoals(n8n.lazy, 'lazy engine') : []),
		...(n8n ? handOverGoals(n8n.lazy) : []),
		...(n8n ? joiningGoals(n8n) : []),
		...(queue ? [queueGoal(queue.rows)] : []),
		...(soak ? soakGoals(soak) : []),
	];
}

function memoryGoals({ vectors, codec, part }: MemoryResults): Goal[] {
	const all = vectors.reduce((sum, row) => sum + row.vectors, 0);
	const right = vectors.reduce((sum, row) => sum + countOf(row, OURS), 0);
	const quicker = codec.filter(({ right, timesOurs }) => right === true && timesOurs < 1);
	return [
		{
			name: 'Codec: every test vector right',
			wanted: `${all} of ${all}`,
			found: `${right} of ${all}`,
			met: right === all,
			reason: 'a fault',
		},
		{
			name: 'Codec: no other package quicker that is right',
			wanted: 'none',
			found: quicker.map(({ contender, task }) => `${contender} (${task})`).join(', ') || 'none',
			met: quicker.length === 0,
			reason:
				'for the signature, the package also ensures that a request can be read in only one way, and compares in constant time; elsewhere the difference is within the noise of the machine',
		},
		...part.map(({ format, ratio, right }) => ({
			name: `Whole part in memory, ${format}`,
			wanted: '1.5 × the floor',
			found: times(ratio),
			met: right && ratio <= 1.5,
			reason:
				'the floor trusts its input. Here a quarter of the time is spent on the signature (its canonical text, names given twice, a comparison in constant time), a fifth on reading a request in only one way, a sixth on the country of the sender (libphonenumber-js, once per message), and the rest on keys that identify duplicates and on the record for the database. All of it is about two percent of the time that n8n needs for the same request',
		})),
	];
}

function countOf({ right }: VectorRow, contender: string): number {
	return right.find((each) => each.contender === contender)?.count ?? 0;
}

function storeGoals({ rows }: NonNullable<Results['stores']>): Goal[] {
	const names = [...new Set(rows.map(({ store }) => store))];
	return names.flatMap((name) => {
		const own = rows.filter(({ store }) => store === name);
		const worst = own.reduce((a, b) => (a.ratio > b.ratio ? a : b));
		const growths = own
			.filter(({ open }) => open === Math.max(...own.map((row) => row.open)))
			.map((large) => {
				const small = own.find(({ open, callers }) => open === 100 && callers === large.callers);
				return small ? large.receive.p50 / small.receive.p50 : NaN;
			});
		const growth = Math.max(...growths);
		return [
			{
				name: `${name}: a part against one bare durable insert`,
				wanted: '2 × the floor',
				found: `${times(worst.ratio)} at worst (${worst.callers} callers, ${figure(worst.open)} open)`,
				met: worst.ratio <= 2,
				reason:
					'one insert is one row in one table; a part is two rows in two tables with seven indexes, after a look-up under a lock. With many callers PostgreSQL is short of processor time, not of disk, so the number of statements matters',
			},
			{
				name: `${name}: growth from 100 to ${figure(Math.max(...own.map(({ open }) => open)))} open messages`,
				wanted: 'below 1.5 ×',
				found: `${times(growth)} (median time of a part)`,
				met: growth < 1.5,
				reason:
					'keys are hashes, so each new row touches other pages of the indexes, which no longer fit into the cache',
			},
		];
	});
}

function executionGoals(rows: ComparisonRow[], settings: string): Goal[] {
	const of = (contender: ContenderName, workload: Workload) =>
		rows.find((row) => row.contender === contender && row.workload === workload);
	const [floorPart, ownPart] = [of('floor', 'part'), of('sqlite', 'part')];
	const [floorSingle, ownSingle] = [of('floor', 'single'), of('sqlite', 'single')];
	const own = of('sqlite', 'threeParts');
	if (!floorPart || !ownPart || !floorSingle || !ownSingle || !own) return [];
	const answer = ownPart.answered / floorPart.answered;
	const execution = (ownSingle.executed ?? NaN) / (floorSingle.executed ?? NaN);
	const today = [of('code', 'threeParts'), of('dataTable', 'threeParts')].filter(
		(row) => row !== undefined,
	);
	const cheaper = Math.min(...today.map(({ cpu }) => cpu / own.cpu));
	const fewer = Math.min(...today.map(({ executions }) => executions / own.executions));
	return [
		{
			name: `n8n (${settings}): a part to the answer, against a trigger that does nothing`,
			wanted: '1.2 ×',
			found: `${times(answer)} (${figure(ownPart.answered)} against ${figure(floorPart.answered)} ms)`,
			met: answer <= 1.2,
			reason:
				'a trigger that does nothing stores nothing: most of the difference is the commit, which waits for the disk before the 200; a tenth of it is the signature check',
		},
		{
			name: `n8n (${settings}): an SMS to the end of its execution, against the same`,
			wanted: '1.1 ×',
			found: `${times(execution)} (${figure(ownSingle.executed)} against ${figure(floorSingle.executed)} ms)`,
			met: execution <= 1.1,
			reason:
				'the execution begins after the answer, not with it: the record is written, claimed and confirmed in the store, so that it survives a crash',
		},
		{
			name: `n8n (${settings}): a three-part SMS, CPU time against what is built today`,
			wanted: '3 × cheaper',
			found: times(cheaper),
			met: cheaper >= 3,
			reason:
				'the Code node is the cheaper one of the two, because two of its three executions end immediately; it loses messages (below). With default settings n8n starts an expression engine for each request and each credential of a community node, and none for its own Webhook node',
		},
		{
			name: `n8n (${settings}): a three-part SMS, executions against what is built today`,
			wanted: '3 × fewer',
			found: times(fewer),
			met: fewer >= 3,
			reason: 'an execution was started more than once',
		},
	];
}

/** Against what also answers first, so that what remains is what the store and the checks need. */
function handOverGoals(rows: ComparisonRow[]): Goal[] {
	const of = (contender: ContenderName) =>
		rows.find((row) => row.contender === contender && row.workload === 'single');
	const [floor, own] = [of('answerFirst'), of('sqlite')];
	if (!floor || !own) return [];
	const afterAnswer = (row: ComparisonRow) => (row.executed ?? NaN) - row.answered;
	const perSecond = (row: ComparisonRow) => row.executionsPerSecond ?? NaN;
	const goal = (what: string, ratio: number, found: string): Goal => ({
		name: `Hand-over of an SMS (lazy engine), against a trigger that answers first and keeps nothing: ${what}`,
		wanted: '1.15 ×',
		found: `${times(ratio)} (${found})`,
		met: ratio <= 1.15,
		reason:
			'the message is checked, written, claimed, begun and confirmed in the store, which the other trigger does not do: it loses what it answered when n8n is killed',
	});
	return [
		goal(
			'from the answer to the end',
			afterAnswer(own) / afterAnswer(floor),
			`${figure(afterAnswer(own))} against ${figure(afterAnswer(floor))} ms`,
		),
		goal('CPU time', own.cpu / floor.cpu, `${figure(own.cpu)} against ${figure(floor.cpu)} ms`),
		goal(
			'executions per second',
			perSecond(floor) / perSecond(own),
			`${figure(perSecond(own))} against ${figure(perSecond(floor))}`,
		),
	];
}

function joiningGoals({ joining }: NonNullable<Results['n8n']>): Goal[] {
	const own = joining.filter(({ contender }) => contender === 'sqlite' || contender === 'postgres');
	const right = own.reduce((sum, row) => sum + row.right, 0);
	const messages = own.reduce((sum, row) => sum + row.messages, 0);
	return [
		{
			name: 'Parts that arrive at the same moment: each message once, whole',
			wanted: 'all',
			found: `${right} of ${messages}`,
			met: right === messages,
			reason: 'a fault',
		},
	];
}

function queueGoal(rows: ComparisonRow[]): Goal {
	return {
		name: 'Queue mode: every message executed once, whichever process received its parts',
		wanted: 'all',
		found: rows.every(({ right }) => right) ? 'all' : 'not all',
		met: rows.every(({ right }) => right),
		reason: 'a fault',
	};
}

function soakGoals({ verdict, drifts }: NonNullable<Results['soak']>): Goal[] {
	const { lost, doubled, wrongText } = verdict;
	const growths = drifts && Object.values(drifts).map(({ first, last }) => last / first);
	const growth = growths && Math.max(...growths);
	return [
		{
			name: 'Soak: nothing lost, doubled or changed',
			wanted: 'none',
			found: `${lost} lost, ${doubled} doubled, ${wrongText} changed of ${figure(verdict.messages)}`,
			met: lost + doubled + wrongText === 0,
			reason: 'a fault',
		},
		{
			name: 'Soak: memory, open files and store size flat',
			wanted: '1.1 × at most',
			found: growth === null ? 'not measured' : times(growth),
			met: growth !== null && growth <= 1.1,
			reason:
				"the figures are those of the whole n8n process, which n8n's other tasks affect as well",
		},
	];
}
