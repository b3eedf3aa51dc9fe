import { OURS } from '../../memory/codec';
import type { VectorRow } from '../../memory/vectors';
import type { MemoryResults } from '../../results';
import { allOf, atMost } from './goal';
import type { Goal } from './goal';

export function memoryGoals({ vectors, codec, part }: MemoryResults): Goal[] {
	const all = vectors.reduce((sum, row) => sum + row.vectors, 0);
	const right = vectors.reduce((sum, row) => sum + countOf(row, OURS), 0);
	const quicker = codec.filter(({ right, timesOurs }) => right === true && timesOurs < 1);
	return [
		allOf('fault', 'Codec: every test vector right', right, all),
		{
			key: 'codecSpeed',
			name: 'Codec: no other package quicker that is right',
			wanted: 'none',
			found: quicker.map(({ contender, task }) => `${contender} (${task})`).join(', ') || 'none',
			met: quicker.length === 0,
		},
		...part.map(({ format, ratio, right }) => {
			const goal = atMost(
				'wholePart',
				`Whole part in memory, ${format}, against the floor`,
				1.5,
				ratio,
			);
			return { ...goal, met: goal.met && right };
		}),
	];
}

function countOf({ right }: VectorRow, contender: string): number {
	return right.find((each) => each.contender === contender)?.count ?? 0;
}
