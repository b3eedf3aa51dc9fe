import { isDeepStrictEqual } from 'node:util';
import { TASKS } from './codecTasks';
import type { Task } from './codecTasks';
import { inRounds } from './rounds';
import type { Contender } from './rounds';

export interface CodecRow {
	task: string;
	contender: string;
	nanoseconds: number;
	/** Times the floor of the task; null where no built-in does any of it. */
	timesFloor: number | null;
	/** Times this package's own figure. */
	timesOurs: number;
	/** Whether the result is what it should be; null for the floor, which does but a part of the work. */
	right: boolean | null;
}

/**
 * The codec against the npm packages that do the same, and against the floor: Node's own conversions
 * of hex and strings, on the same input, in the same run.
 */
export function codecBench(rounds: number): CodecRow[] {
	return TASKS.flatMap((task) => rowsOf(task, rounds));
}

export const OURS = 'this package';
export const FLOOR = 'floor';

function rowsOf({ name, expected, floor, ours, others }: Task, rounds: number): CodecRow[] {
	const contenders: Array<Contender<unknown>> = [{ name: OURS, run: ours }, ...others];
	if (floor) contenders.unshift({ name: FLOOR, run: floor });
	const right = contenders.map(({ run }) => isDeepStrictEqual(run(), expected));
	const timings = inRounds(contenders, rounds);
	const ofName = (wanted: string) =>
		timings.find((timing) => timing.name === wanted)?.nanoseconds ?? null;
	const floorTime = ofName(FLOOR);
	const ownTime = ofName(OURS) ?? NaN;
	return timings.map((timing, index) => ({
		task: name,
		contender: timing.name,
		nanoseconds: timing.nanoseconds,
		timesFloor: floorTime === null ? null : timing.nanoseconds / floorTime,
		timesOurs: timing.nanoseconds / ownTime,
		right: timing.name === FLOOR ? null : right[index]!,
	}));
}
