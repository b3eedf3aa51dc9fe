import type { SmsPart } from '../../../nodes/VonageSms/inbound/types';
import { part } from '../../unit/reassembly/builders';

export interface SentMessage {
	/** The expected text, which identifies the message. */
	text: string;
	parts: SmsPart[];
}

/** Messages of 1 to 8 parts whose references collide as 8-bit ones do, one sender each. */
export function messages(count: number, random: () => number, round = ''): SentMessage[] {
	return Array.from({ length: count }, (_, index) => {
		const total = 1 + Math.floor(random() * 8);
		const texts = Array.from(
			{ length: total },
			(_part, number) => `<${round}${index}:${number + 1}>`,
		);
		return {
			text: texts.join(''),
			parts: texts.map((text, number) =>
				part(`${round}M${index}-${number + 1}`, number + 1, text, {
					total,
					ref: String(index % 256),
					from: `${round}${447_700_000_000 + index}`,
				}),
			),
		};
	});
}

/** Parts of all messages in random order, some of them twice. */
export function shuffledWithDuplicates(
	sent: SentMessage[],
	duplicated: number,
	random: () => number,
): SmsPart[] {
	const records = sent.flatMap(({ parts }) => parts);
	const repeated = records.filter(() => random() < duplicated);
	return shuffle([...records, ...repeated], random);
}

export function shuffle<T>(list: T[], random: () => number): T[] {
	return list
		.map((value) => ({ value, order: random() }))
		.sort((a, b) => a.order - b.order)
		.map(({ value }) => value);
}

/** mulberry32: the same numbers for the same seed, so that a failure can be repeated. */
export function seeded(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}
