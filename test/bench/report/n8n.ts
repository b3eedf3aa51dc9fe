import { CONTENDERS } from '../n8n/contenders';
import type { ComparisonRow, Workload } from '../n8n/comparison';
import type { N8nResults } from '../results';
import { figure, inWords, percent, table } from './table';

export function n8nSection({ defaults, lazy, joining, profile }: N8nResults): string {
	return `One n8n with its own data in SQLite; every workflow is a trigger and one node that does nothing, or the joining workflow. Requests are signed JSON over kept-alive connections. _Answer_ and _end_ are medians of messages sent one after another: from the first request to the last answer, and to the end of the execution. _Start_ and _after_ are from the last answer to the start and to the end of the execution; below zero, n8n started it before it answered. The figures a second and the CPU time are of messages sent by several callers at once; CPU time is that of n8n and its children, executions included, without PostgreSQL's.

- _A trigger that does nothing_ is the floor: it answers a part without an execution and a whole message with one.
- _A trigger that answers first and keeps nothing_ starts the execution after the answer, as this package does: the floor of the hand-over. What it answered is lost in a crash. _The same with a credential and deduplication keys_ has n8n do for each execution what it does for this package's trigger, and keeps nothing either.
- _Webhook node, joined by a Code node_ keeps parts in the workflow's static data; _by a Data Table_ inserts the part, reads the parts so far, and goes on when all are there. This is what people build without this package.

${defaults ? `### With n8n's default settings\n\n${comparisonTables(defaults)}\n\n` : ''}### With \`N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE=true\`

${comparisonTables(lazy)}

### Parts that arrive at the same moment

Messages of three parts, all on the way at once, four messages together.

${table(
	['By', 'Messages', 'Once and whole', 'Lost', 'More than once', 'Executions'],
	joining.map((row) => [
		CONTENDERS[row.contender],
		row.messages,
		row.right,
		row.lost,
		row.doubled,
		row.executions,
	]),
)}

Static data is saved whole, as each request saw it, so parts that arrive together overwrite each other. Between the insert into a Data Table and the reading of it the other parts arrive too, so each of them finds the message complete.

### Where the time of a final part goes

A CPU profile of n8n's main process (SQLite, lazy engine) over ${inWords(profile.messages)} final parts, from the request to the end of the execution that each completes. A sample is counted for the package whose file is nearest on the stack, so what this package calls in Node, including waiting for the disk, counts as its own.

${table(
	['Whose', 'ms a message', 'Share'],
	profile.owners.map(({ owner, milliseconds, share }) => [
		owner,
		figure(milliseconds),
		percent(share),
	]),
)}

This package's own functions, with what they call in Node:

${table(
	['Function', 'ms a message'],
	profile.functions.map(({ name, milliseconds }) => [`\`${name}\``, figure(milliseconds)]),
)}`;
}

const TITLES: Record<Workload, string> = {
	part: 'A part that completes nothing',
	single: 'A single SMS',
	threeParts: 'An SMS of three parts',
};

/** One table for each workload. */
export function comparisonTables(rows: ComparisonRow[]): string {
	const workloads = [...new Set(rows.map(({ workload }) => workload))];
	const severalProcesses = rows.some(({ processes }) => processes > 1);
	return workloads
		.map((workload) => {
			const own = rows.filter((row) => row.workload === workload);
			return `${TITLES[workload]}:\n\n${comparisonTable(own, severalProcesses)}`;
		})
		.join('\n\n');
}

function comparisonTable(rows: ComparisonRow[], severalProcesses: boolean): string {
	return table(
		[
			'By',
			...(severalProcesses ? ['Webhook processes'] : []),
			'Answer, ms',
			'End, ms',
			'Start, ms',
			'After, ms',
			'Answers, /s',
			'Executed, /s',
			'CPU, ms',
			'Executions',
			'Right',
		],
		rows.map((row) => [
			CONTENDERS[row.contender],
			...(severalProcesses ? [row.processes] : []),
			figure(row.answered),
			figure(row.executed),
			figure(row.handedOver),
			figure(row.afterAnswer),
			figure(row.answersPerSecond),
			figure(row.executionsPerSecond),
			figure(row.cpu),
			figure(row.executions),
			row.fault ?? 'yes',
		]),
	);
}
