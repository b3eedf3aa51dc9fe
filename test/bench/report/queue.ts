import { CONTENDERS } from '../n8n/contenders';
import type { PacedResults } from '../n8n/paced';
import type { QueueResults } from '../results';
import { comparisonTables } from './n8n';
import { figure, inWords, percent, table } from './table';

/** Messages a second of the table of what is needed. */
const RATES = [1, 10, 40, 100];
/** A processor that is always busy lets requests wait. */
const BUSY_SHARE = 0.6;

export function queueSection({ rows, paced }: QueueResults): string {
	return `A main process, two webhook processes and a worker on this one machine, with PostgreSQL and Redis beside them; requests go to one webhook process or to both in turn. What one process receives, the main process hands over and the worker executes, so _start_ is the time across processes. CPU time is that of all n8n processes together, without PostgreSQL's and Redis's.

${comparisonTables(rows)}

### What each process spends

Single SMS at a steady ${inWords(paced.perSecond)} a second, processor milliseconds a message. _${capitalized(CONTENDERS.mainOnly)}_ takes its requests in the main process itself: what is in its first column is what n8n needs there to put an execution into the queue and to follow it.

${table(
	['By', 'Main', 'Webhook processes', 'Worker', 'PostgreSQL', 'Right'],
	paced.rows.map((row) => [
		CONTENDERS[row.contender],
		figure(row.main),
		figure(row.webhook),
		figure(row.worker),
		figure(row.postgres),
		row.fault ?? 'yes',
	]),
)}

${mainProcessSection(paced)}`;
}

function mainProcessSection({ perSecond, rows }: PacedResults): string {
	const own = rows.find(({ contender }) => contender === 'postgres');
	if (!own) return '';
	const limit = 1000 / own.main;
	const cores = (rate: number, milliseconds: number) =>
		figure((rate * milliseconds) / 1000 / BUSY_SHARE);
	return `### What one main process can do

Webhook processes and workers can be added as needed. The main process cannot: it hands over every message, so it sets the limit. With the ${inWords(own.main)} ms from the table above (at ${inWords(perSecond)} a second; a backlog is claimed several messages at a time and costs less):

\`\`\`
limit of one main process     = 1000 ms / ${inWords(own.main)} ms = ${inWords(limit)} messages a second
at ${BUSY_SHARE * 100} % load, as for planning = ${inWords(limit)} × ${BUSY_SHARE} = ${inWords(limit * BUSY_SHARE)} messages a second
webhook processes             = requests a second × ${inWords(own.webhook)} ms / ${BUSY_SHARE * 1000} ms
cores of workers              = messages a second × (${inWords(own.worker)} ms + processor time of your workflow) / ${BUSY_SHARE * 1000} ms
\`\`\`

For single SMS and a workflow that does nothing after the trigger, with processor cores like this machine's:

${table(
	[
		'Messages a second',
		'Main process busy',
		'Cores for webhooks',
		'Cores for workers',
		'Cores for PostgreSQL',
	],
	RATES.map((rate) => [
		rate,
		percent((rate * own.main) / 1000),
		cores(rate, own.webhook),
		cores(rate, own.worker),
		own.postgres === null ? null : cores(rate, own.postgres),
	]),
)}

A long SMS is one message: its parts are work for the webhook processes only. Past the limit of one main process, spread the numbers over several n8n instances: [operations](operations.md#what-one-main-process-can-do-in-queue-mode) says how, and what does not help.`;
}

function capitalized(text: string): string {
	return text.charAt(0).toUpperCase() + text.slice(1);
}
