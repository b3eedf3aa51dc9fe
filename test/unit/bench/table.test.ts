import { figure, times } from '../../bench/report/table';

describe('the figures of the benchmark', () => {
	test('have three significant digits', () => {
		expect([figure(0.18234), figure(4.312), figure(12_412), times(1.2419)]).toEqual([
			'0.182',
			'4.31',
			'12,400',
			'1.24 ×',
		]);
	});

	test.each([NaN, Infinity])('are not printed if a short run results in %d', (value) => {
		expect(figure(value)).toBeNull();
		expect(times(value)).toBe('not measured');
	});
});
