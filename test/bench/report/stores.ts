import type { StoreResults } from '../stores/stores';
import { figure, megabytes, table, times, yesNo } from './table';

export function storesSection({ rows, weights }: StoreResults): string {
	return `Parts of long messages received, each the first of its message, while this many messages are open in the store, by one caller and by several at the same time. The floor is a bare insert of a row of that size in a durable transaction of its own, in the same database, in interleaved rounds. Below 1 × means that callers who wait at the same moment share a commit.

${table(
	['Store', 'Open', 'Callers', 'Floor, /s', 'Parts, /s', 'p50, ms', 'p99, ms', '× floor', 'Right'],
	rows.map((row) => [
		row.store,
		row.open.toLocaleString('en-US'),
		row.callers,
		figure(row.floor.perSecond),
		figure(row.receive.perSecond),
		figure(row.receive.p50),
		figure(row.receive.p99),
		times(row.ratio),
		yesNo(row.right),
	]),
)}

What the process that has the store open weighs meanwhile: nothing of a message is kept in memory.

${table(
	['Store', 'Open', 'JavaScript heap', 'Whole process', 'On disk'],
	weights.map((row) => [
		row.store,
		row.open.toLocaleString('en-US'),
		megabytes(row.heapBytes),
		megabytes(row.residentBytes),
		megabytes(row.diskBytes),
	]),
)}`;
}
