import { CONTENDERS } from '../n8n/contenders';
import type { PacedResults } from '../n8n/paced';
import type { QueueResults } from '../results';
import { comparisonTables } from './n8n';
import { figure, inWords, percent, table, yesNo } from './table';

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
		yesNo(row.right),
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

Webhook processes and workers can be added as needed. The main process cannot: for each published trigger one dispatcher in the leading main process claims the messages, puts them into n8n's queue and confirms them. So it sets the limit. With the ${inWords(own.main)} ms from the table above (at ${inWords(perSecond)} a second; a backlog is claimed several messages at a time and costs less):

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

A long SMS is one message: its parts are work for the webhook processes only. A burst above the limit is not lost: it is stored at the pace of the webhook processes and drains at the pace of the main process. Past the limit:

- **Spread the numbers over several n8n instances**, each with its own n8n database and SMS store. Two instances have two main processes, so twice the limit. All messages of a number go to one instance, so duplicates and long messages are still recognized.
- **Do not save successful executions** (\`EXECUTIONS_DATA_SAVE_ON_SUCCESS=none\`): the trigger does not need them.
- **n8n's multi-main setup** (a licensed feature) does not raise the limit: n8n runs all triggers in the leading main process, and the others take over when it fails. **Several triggers on one instance** do not raise it either, because their dispatchers share that process.

[Operations](operations.md) says how to set these up.`;
}

function capitalized(text: string): string {
	return text.charAt(0).toUpperCase() + text.slice(1);
}
