import { median, medianRatio, percentile } from '../../bench/statistics';

describe('the statistics of the benchmark', () => {
	test('use the middle value, or the mean of the two middle values', () => {
		expect([median([3, 1, 2]), median([4, 1, 2, 3]), median([7]), median([])]).toEqual([
			2,
			2.5,
			7,
			NaN,
		]);
	});

	test('compare round by round', () => {
		expect(medianRatio([2, 30, 8], [1, 10, 2])).toBe(3);
	});

	test('give the value below which a given share lies', () => {
		expect(percentile([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.9)).toBe(10);
		expect(percentile([], 0.5)).toBeNaN();
	});
});
