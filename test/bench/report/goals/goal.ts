import { inWords, times } from '../table';
import type { REASONS } from './reasons';

export type GoalKey = keyof typeof REASONS;

/** One thing that the package is measured by. */
export interface Goal {
	/** Under which the reason stands why this package misses it, where it does. */
	key: GoalKey;
	name: string;
	/** What was wanted, and what was found, in words. */
	wanted: string;
	found: string;
	/** Null where a short run gave no figure. */
	met: boolean | null;
}

/**
 * A ratio that is to be small.
 *
 * @param detail what the ratio comes from
 */
export function atMost(
	key: GoalKey,
	name: string,
	limit: number,
	ratio: number | null,
	detail = '',
): Goal {
	return {
		key,
		name,
		wanted: `${times(limit)} at most`,
		found: found(times(ratio), detail),
		met: metIf(ratio, (value) => value <= limit),
	};
}

/** A figure in words, with what it comes from. */
export function found(value: string | null, detail = ''): string {
	return `${value ?? 'not measured'}${detail === '' ? '' : ` (${detail})`}`;
}

/** Null for what is no number, which was not measured. */
export function metIf(value: number | null, isGood: (value: number) => boolean): boolean | null {
	return value !== null && Number.isFinite(value) ? isGood(value) : null;
}

/** Something that is either so for all or a fault. */
export function allOf(key: GoalKey, name: string, right: number, all: number): Goal {
	return {
		key,
		name,
		wanted: 'all',
		found: `${inWords(right)} of ${inWords(all)}`,
		met: metIf(right, (value) => value === all),
	};
}
