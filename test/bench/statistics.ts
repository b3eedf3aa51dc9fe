/** The value below which the share `rank` (0 to 1) of `values` lies; NaN for no values. */
export function percentile(values: readonly number[], rank: number): number {
	const sorted = values.toSorted((a, b) => a - b);
	return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * rank))] ?? NaN;
}

/** Between the two in the middle where there is none; NaN for no values. */
export function median(values: readonly number[]): number {
	const sorted = values.toSorted((a, b) => a - b);
	const middle = sorted.length / 2;
	const [below, above] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
	return ((below ?? NaN) + (above ?? NaN)) / 2;
}

export function mean(values: readonly number[]): number {
	return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Of two lists with a figure of each round: what varies from round to round is the same in both. */
export function medianRatio(own: readonly number[], others: readonly number[]): number {
	return median(own.map((figure, round) => figure / (others[round] ?? NaN)));
}
