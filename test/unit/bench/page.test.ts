import { goalsOf } from '../../bench/report/goals';
import { REASONS } from '../../bench/report/goals/reasons';
import { pageOf } from '../../bench/report/page';
import { everyFigure } from './everyFigure';

describe('the page of the benchmark', () => {
	test.each([NaN, Infinity, 0])('leaves out a figure if a run measured %d', (figure) => {
		expect(pageOf(everyFigure(figure))).not.toMatch(/NaN|Infinity|∞|undefined|null/);
	});

	test('leaves it out after the results were saved and read again as well', () => {
		const saved = JSON.parse(JSON.stringify(everyFigure(NaN))) as ReturnType<typeof everyFigure>;
		expect(pageOf(saved)).not.toMatch(/NaN|Infinity|∞|undefined|null/);
	});

	test('counts unmeasured goals neither as met nor as missed', () => {
		const open = goalsOf(everyFigure(NaN)).filter(({ wanted }) => wanted.includes('×'));
		expect(open.length).toBeGreaterThan(0);
		expect(open.map(({ met }) => met)).toEqual(open.map(() => null));
	});

	test('marks missed goals with the goal and the reason', () => {
		const page = pageOf(everyFigure(1_000_000));
		expect(page).toMatch(
			/longest stall of the event loop.*\| 5 ms at most \| 1,000,000 ms.*\| \*\*missed\*\* \|/,
		);
		expect(page).toMatch(new RegExp(`^- .*longest stall.*: ${REASONS.stall}\\.$`, 'm'));
	});

	test('calculates the limit of one main process from its CPU time', () => {
		expect(pageOf(everyFigure(10))).toContain('1000 ms / 10 ms = 100 messages a second');
	});
});
