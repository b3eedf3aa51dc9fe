import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

import { FLUSH_MS, slowDisk } from '../../bench/n8n/slowDisk';

/** The milliseconds taken by a flush that blocks the thread and by one that does not. */
const PROGRAM = `
	const { openSync, fsyncSync, fdatasync } = require('node:fs');
	const descriptor = openSync(process.argv[1], 'w');
	const start = performance.now();
	fsyncSync(descriptor);
	const between = performance.now();
	fdatasync(descriptor, () => {
		console.log(JSON.stringify([between - start, performance.now() - between]));
	});
`;

const disk = slowDisk();

// Without a C compiler or on systems other than Linux, the benchmark skips this part.
(disk ? describe : describe.skip)('the slow disk of the benchmark', () => {
	afterAll(() => disk?.remove());

	test('slows down each flush of a program', () => {
		const file = join(disk!.folder, 'flushed');
		const output = execFileSync(process.execPath, ['-e', PROGRAM, file], {
			env: { ...process.env, ...disk!.env },
			encoding: 'utf8',
		});
		for (const time of JSON.parse(output) as number[]) expect(time).toBeGreaterThan(FLUSH_MS);
	});
});
