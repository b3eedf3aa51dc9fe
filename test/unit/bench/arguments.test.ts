import { parseArguments } from '../../bench/arguments';
import { fullPlan, quickPlan } from '../../bench/plans';

describe('the arguments of npm run bench', () => {
	test('measure everything but the soak, and keep it, when there are none', () => {
		expect(parseArguments([])).toEqual({
			parts: ['memory', 'stores', 'network', 'remembered', 'n8n', 'disk', 'queue'],
			plan: fullPlan,
			isKept: true,
		});
	});

	test('name the parts to measure', () => {
		expect(parseArguments(['stores', 'memory']).parts).toEqual(['stores', 'memory']);
	});

	test('make the soak as long as asked, half an hour by default', () => {
		expect(parseArguments(['--soak']).plan.soak.seconds).toBe(1800);
		expect(parseArguments(['--soak=5'])).toMatchObject({
			parts: ['soak'],
			plan: { soak: { seconds: 300 } },
		});
	});

	test('say how many messages are remembered', () => {
		expect(parseArguments(['--remembered=10000000'])).toMatchObject({
			parts: ['remembered'],
			plan: { remembered: { messages: 10_000_000 } },
		});
	});

	test('keep nothing of a quick run', () => {
		expect(parseArguments(['--quick'])).toMatchObject({ plan: quickPlan, isKept: false });
	});

	test('are refused by name when unknown', () => {
		expect(() => parseArguments(['--sock'])).toThrow('"--sock" is none of memory');
	});
});
