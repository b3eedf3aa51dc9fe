/**
 * Told before each step, of a few seconds at most. Throws {@link Interrupted} where the run has to end: what was
 * started is then stopped and removed on the way out.
 */
export type Say = (line: string) => void;

export class Interrupted extends Error {}

/** Lines on stderr, each with the seconds since the start. Ctrl+C ends the run at the next step, twice at once. */
export function sayOnTerminal(): Say {
	const start = performance.now();
	let interrupted = false;
	const interrupt = () => {
		if (interrupted) process.exit(130);
		interrupted = true;
		process.stderr.write('Ending after this step; Ctrl+C again ends at once.\n');
	};
	process.on('SIGINT', interrupt);
	process.on('SIGTERM', interrupt);
	return (line) => {
		if (interrupted) throw new Interrupted('The benchmark was interrupted.');
		const seconds = Math.round((performance.now() - start) / 1000);
		process.stderr.write(`${String(seconds).padStart(5)} s  ${line}\n`);
	};
}
