import { timingSafeEqual } from 'node:crypto';

/** Compares what came with what is right, in a time that tells nothing of how far the two agree. */
export function equalInConstantTime(received: string, expected: string): boolean {
	const a = Buffer.from(received);
	const b = Buffer.from(expected);
	return a.length === b.length && timingSafeEqual(a, b);
}
