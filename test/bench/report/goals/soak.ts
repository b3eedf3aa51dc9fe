import type { SoakResult } from '../../soak/soak';
import { inWords } from '../table';
import { atMost, metIf } from './goal';
import type { Goal } from './goal';

export function soakGoals({ verdict, drifts }: SoakResult): Goal[] {
	const { lost, doubled, wrongText } = verdict;
	const growths = drifts && Object.values(drifts).map(({ first, last }) => last / first);
	return [
		{
			key: 'fault',
			name: 'Soak: nothing lost, doubled or changed',
			wanted: 'none',
			found: `${inWords(lost)} lost, ${inWords(doubled)} doubled, ${inWords(wrongText)} changed of ${inWords(verdict.messages)}`,
			met: metIf(lost + doubled + wrongText, (faults) => faults === 0),
		},
		atMost(
			'soakGrowth',
			'Soak: memory, open files and store size flat',
			1.1,
			growths && Math.max(...growths),
		),
	];
}
