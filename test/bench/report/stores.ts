import type { StoreResults } from '../stores/stores';
import { count, figure, megabytes, table, times, yesNo } from './table';

export function storesSection({ rows, weights }: StoreResults): string {
	const served = rows.filter(({ cpuRatio }) => cpuRatio !== null);
	return `Parts of long messages received, each the first of its message, while this many messages are open in the store, by one caller and by several at the same time. The floor is a bare insert of a row of that size in a durable transaction of its own, in the same database; floor, parts and the different numbers of open messages alternate from round to round. Below 1 × means that callers who wait at the same moment share a commit. _Growth_ compares the median time with that at the smallest number.

${table(
	[
		'Store',
		'Open',
		'Callers',
		'Floor, /s',
		'Parts, /s',
		'p50, ms',
		'p99, ms',
		'× floor',
		'Growth',
		'Right',
	],
	rows.map((row) => [
		row.store,
		count(row.open),
		row.callers,
		figure(row.floor.perSecond),
		figure(row.receive.perSecond),
		figure(row.receive.p50),
		figure(row.receive.p99),
		times(row.ratio),
		times(row.growth),
		yesNo(row.right),
	]),
)}

What a part costs the database server: processor time of the processes that serve the connections, and bytes of the write-ahead log (median of the rounds; a page that is written for the first time after a checkpoint goes into it whole).

${table(
	['Open', 'Callers', 'Insert, ms', 'Part, ms', '× insert', 'Insert, bytes', 'Part, bytes'],
	served.map(({ open, callers, floor, receive, cpuRatio }) => [
		count(open),
		callers,
		figure(floor.server?.cpu ?? null),
		figure(receive.server?.cpu ?? null),
		times(cpuRatio),
		figure(floor.server?.walBytes ?? null),
		figure(receive.server?.walBytes ?? null),
	]),
)}

What the process that has the store open weighs meanwhile: nothing of a message is kept in memory.

${table(
	['Store', 'Open', 'JavaScript heap', 'Whole process', 'On disk'],
	weights.map((row) => [
		row.store,
		count(row.open),
		megabytes(row.heapBytes),
		megabytes(row.residentBytes),
		megabytes(row.diskBytes),
	]),
)}`;
}
