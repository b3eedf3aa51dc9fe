import { parseArguments } from '../../bench/arguments';
import { fullPlan, quickPlan } from '../../bench/plans';

describe('the arguments of npm run bench', () => {
	test('measure everything except the soak, and save the results, if there are none', () => {
		expect(parseArguments([])).toEqual({
			parts: ['memory', 'stores', 'network', 'remembered', 'n8n', 'disk', 'queue'],
			plan: fullPlan,
			isKept: true,
		});
	});

	test('name the parts to measure', () => {
		expect(parseArguments(['stores', 'memory']).parts).toEqual(['stores', 'memory']);
	});

	test('set the length of the soak, which is half an hour by default', () => {
		expect(parseArguments(['--soak']).plan.soak.seconds).toBe(1800);
		expect(parseArguments(['--soak=5'])).toMatchObject({
			parts: ['soak'],
			plan: { soak: { seconds: 300 } },
		});
	});

	test('set the number of remembered messages', () => {
		expect(parseArguments(['--remembered=10000000'])).toMatchObject({
			parts: ['remembered'],
			plan: { remembered: { messages: 10_000_000 } },
		});
	});

	test('save nothing from a quick run', () => {
		expect(parseArguments(['--quick'])).toMatchObject({ plan: quickPlan, isKept: false });
	});

	test('are rejected by name if they are unknown', () => {
		expect(() => parseArguments(['--sock'])).toThrow('"--sock" is none of memory');
	});
});
