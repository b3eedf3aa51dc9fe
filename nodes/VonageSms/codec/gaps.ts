/** Shown where parts are missing. */
export const GAP = '[…]';

/** The parts, in order, with null before each one whose predecessor is missing. */
export function withGaps<Part extends { part: number }>(
	parts: readonly Part[],
): Array<Part | null> {
	const known = new Set(parts.map(({ part }) => part));
	return parts.flatMap((part) =>
		part.part === 1 || known.has(part.part - 1) ? [part] : [null, part],
	);
}
