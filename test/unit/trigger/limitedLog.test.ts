import { logLimited } from '../../../nodes/VonageSms/trigger/limitedLog';

describe('the limited log', () => {
	let lines: string[];
	const write = (line: string) => lines.push(line);

	beforeEach(() => {
		lines = [];
	});

	it('writes one line for a key in ten seconds, and then how many it left out', () => {
		for (const at of [0, 1, 9_999]) logLimited(write, 'flood', `at ${at}`, at);
		expect(lines).toEqual(['at 0']);
		logLimited(write, 'flood', 'at 10000', 10_000);
		logLimited(write, 'flood', 'at 20000', 20_000);
		expect(lines).toEqual(['at 0', 'at 10000 (and 2 similar)', 'at 20000']);
	});

	it('writes another key', () => {
		logLimited(write, 'one', 'one', 50_000);
		logLimited(write, 'two', 'two', 50_000);
		expect(lines).toEqual(['one', 'two']);
	});

	it('stays quiet for the time that is given', () => {
		logLimited(write, 'daily', 'today', 0, 86_400_000);
		logLimited(write, 'daily', 'later today', 86_399_999, 86_400_000);
		logLimited(write, 'daily', 'tomorrow', 86_400_000, 86_400_000);
		expect(lines).toEqual(['today', 'tomorrow (and 1 similar)']);
	});

	it('does not grow with the number of keys', () => {
		for (let key = 0; key < 5_000; key++) logLimited(write, `key ${key}`, 'line', 100_000);
		expect(lines).toHaveLength(5_000);
		logLimited(write, 'key 0', 'again', 100_001);
		expect(lines.at(-1)).toBe('again');
	});
});
