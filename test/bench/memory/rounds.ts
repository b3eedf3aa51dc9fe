/** Something to time: `run` gives what it made, so that its rightness can be judged. */
export interface Contender<Result> {
	name: string;
	run(): Result;
}

export interface Timing {
	name: string;
	/** Of the best round: what the machine can do while nobody else uses it. */
	nanoseconds: number;
}

const ROUND_NANOSECONDS = 2_000_000;
/** The whole way of a part is optimised only after some thousand parts. */
const WARM_UP_NANOSECONDS = 100_000_000;

/** Times all contenders in turn, round after round, so that a busy moment hits every one of them. */
export function inRounds<Result>(contenders: Array<Contender<Result>>, rounds: number): Timing[] {
	const repetitions = contenders.map(({ run }) => Math.ceil(ROUND_NANOSECONDS / warmUp(run)));
	const best = contenders.map(() => Infinity);
	for (let round = 0; round < rounds; round++) {
		for (const [index, { run }] of contenders.entries()) {
			const times = repetitions[index]!;
			best[index] = Math.min(best[index]!, time(run, times) / times);
		}
	}
	return contenders.map(({ name }, index) => ({ name, nanoseconds: best[index]! }));
}

/** Runs until the compiler has seen enough of it; answers the nanoseconds of one run. */
function warmUp(run: () => unknown): number {
	let runs = 1;
	for (let spent = 0; spent < WARM_UP_NANOSECONDS; runs *= 2) spent = time(run, runs);
	return time(run, runs) / runs;
}

let kept: unknown;

function time(run: () => unknown, times: number): number {
	const start = process.hrtime.bigint();
	for (let i = 0; i < times; i++) kept = run();
	return Number(process.hrtime.bigint() - start);
}

/** The last result, which an optimising compiler must therefore not leave out. */
export function lastResult(): unknown {
	return kept;
}
