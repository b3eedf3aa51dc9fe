import { isRetried, retryHours, retryWaits } from '../../simulator/webhooks/retry';

describe('retry curve', () => {
	it('doubles from 5 s to 15 min', () => {
		expect([...retryWaits(1)].slice(0, 10)).toEqual([5, 10, 20, 40, 80, 160, 320, 640, 900, 900]);
	});

	it.each([
		['inbound', 24],
		['receipt', 72],
	] as const)('ends for %s within %i hours, but no more than one wait earlier', (kind, hours) => {
		const total = [...retryWaits(retryHours[kind])].reduce((sum, wait) => sum + wait, 0);
		expect(total).toBeLessThanOrEqual(hours * 3600);
		expect(total).toBeGreaterThan(hours * 3600 - 900);
	});

	it.each([
		[200, false, false],
		[204, false, false],
		[302, false, true],
		[401, false, true],
		[429, true, true],
		[503, true, true],
	])('status %i is retried: %s, and under the older rule: %s', (status, newer, older) => {
		expect(isRetried(status, '429and5xx')).toBe(newer);
		expect(isRetried(status, 'anyNon2xx')).toBe(older);
	});
});
