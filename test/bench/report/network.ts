import type { NetworkResults } from '../network/network';
import { figure, inWords, table, times, yesNo } from './table';

export function networkSection({ delay, rows }: NetworkResults): string {
	return `One caller, directly and with ${inWords(delay)} ms added to each round trip, in turn. The time with the delay is compared with that of one bare durable insert on the same way. Claiming includes that the dispatcher looks whether there is anything to do.

${table(
	['Step', 'Round trips', 'Direct, ms', 'With the delay, ms', '× bare insert', 'Right'],
	rows.map((row) => [
		row.step,
		row.roundTrips,
		figure(row.direct),
		figure(row.delayed),
		times(row.ratio),
		yesNo(row.right),
	]),
)}`;
}
