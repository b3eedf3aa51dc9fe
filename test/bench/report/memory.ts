import type { MemoryResults } from '../results';
import { figure, table, times, yesNo } from './table';

export function memorySection({ vectors, codec, part }: MemoryResults): string {
	return `### Codec

Nanoseconds per operation, the best of interleaved rounds; from hex to text if the data is hex. The floor is the time of Node's own conversions for the same bytes. _Right_ says whether the result equals the known one.

${table(
	['Task', 'By', 'ns', '× floor', '× this package', 'Right'],
	codec.map((row) => [
		row.task,
		row.contender,
		figure(row.nanoseconds),
		times(row.timesFloor),
		times(row.timesOurs),
		yesNo(row.right),
	]),
)}

How many of the test vectors, collected from other projects' suites, each package gets right:

${table(
	['Task', 'Vectors', 'Right'],
	vectors.map((row) => [
		row.task,
		row.vectors,
		row.right.map(({ contender, count }) => `${contender} ${count}`).join(', '),
	]),
)}

### A whole part in memory

Read the request, verify its SHA-256 signature, recognise it, compute its key, join three parts, make the item: microseconds per part. The floor parses the same bytes with \`JSON.parse\` or \`querystring\`, computes one HMAC over them and joins in a \`Map\`.

${table(
	['Request', 'Floor, µs', 'This package, µs', '× floor', 'Right'],
	part.map((row) => [
		row.format,
		figure(row.floorNanoseconds / 1000),
		figure(row.ourNanoseconds / 1000),
		times(row.ratio),
		yesNo(row.right),
	]),
)}`;
}
