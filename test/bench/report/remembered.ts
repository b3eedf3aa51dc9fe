import type { RememberedResults } from '../remembered/remembered';
import { count, figure, megabytes, table, times, yesNo } from './table';

export function rememberedSection({
	messages,
	few,
	rows,
	cleaning,
	stalls,
	sizes,
}: RememberedResults): string {
	const stored = sizes.map(({ store, bytes }) => `${store} ${megabytes(bytes) ?? ''}`).join(', ');
	return `A store that remembers ${count(messages) ?? 'many'} delivered messages of one trigger (${stored}), one in five of three parts, against one that remembers ${count(few) ?? 'few'}: one caller, the same steps in both in turn. Medians in milliseconds.

${table(
	['Store', 'Step', `${count(few)} remembered`, `${count(messages)} remembered`, 'Ratio', 'Right'],
	rows.map((row) => [
		row.store,
		row.operation,
		figure(row.few),
		figure(row.many),
		times(row.ratio),
		yesNo(row.right),
	]),
)}

Clean-up step after step while SMS arrive steadily, in the large store:

${table(
	['Store', 'SMS received, /s', 'Forgotten, /s', 'An SMS, p50, ms', 'p99, ms'],
	cleaning.map((row) => [
		row.store,
		figure(row.arriving),
		figure(row.forgotten),
		figure(row.p50),
		figure(row.p99),
	]),
)}

The longest time for which one turn of the event loop of this process held everything else up, in the large store. It contains what the garbage collection and other programs on the machine take; the first row shows how much that is without the store.

${table(
	['Store', 'While', 'Longest of a round, median, ms', 'Longest, ms'],
	stalls.map((row) => [row.store, row.while, figure(row.usual), figure(row.longest)]),
)}`;
}
