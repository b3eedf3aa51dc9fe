import type { ComparisonRow } from '../n8n/comparison';
import { comparisonTables } from './n8n';
import { figure, table } from './table';

/** SMS a second of the capacity table. */
const RATES = [1, 10, 100];
/** A processor that is always busy lets requests wait. */
const BUSY_SHARE = 0.6;

export function queueSection(rows: ComparisonRow[]): string {
	return `A main process, two webhook processes and a worker on this one machine, with PostgreSQL and Redis beside them; requests go to one webhook process or to both in turn. What one process receives, the main process hands over and the worker executes, so _start_ is the time across processes. CPU time is that of all n8n processes together, without PostgreSQL's and Redis's.

${comparisonTables(rows)}

${capacity(rows)}`;
}

/** From the CPU time of a message: what a site needs that is to be no more than 60 % busy. */
function capacity(rows: ComparisonRow[]): string {
	const cpuOf = (workload: string) =>
		rows.find(
			(row) => row.contender === 'postgres' && row.processes === 2 && row.workload === workload,
		)?.cpu;
	const [single, threeParts] = [cpuOf('single'), cpuOf('threeParts')];
	if (single === undefined || threeParts === undefined) return '';
	const cores = (rate: number, cpu: number) => figure((rate * cpu) / 1000 / BUSY_SHARE);
	return `### Capacity

Processor cores like this machine's that n8n needs in queue mode, at 60 % load, for a workflow that does nothing after the trigger; add what the workflow itself needs. [Operations](operations.md) says what to do with this.

${table(
	['SMS a second', 'Cores, single SMS', 'Cores, SMS of three parts'],
	RATES.map((rate) => [rate, cores(rate, single), cores(rate, threeParts)]),
)}`;
}
