import { createHash, randomInt, timingSafeEqual } from 'node:crypto';

/** How many replies without the right code a question accepts before it ends. */
export const CODE_TRIES = 3;

/** Four random digits that are known only to the phone that was asked. */
export function newCode(): string {
	return String(randomInt(10_000)).padStart(4, '0');
}

/**
 * The reply without its code; null when the code is not in it. Compares in constant time, so that the time of an
 * answer does not lead to the code.
 */
export function withoutCode(text: string, code: string): string | null {
	let found: string | null = null;
	const plain = text.normalize('NFKC');
	for (const match of plain.matchAll(/(?<!\d)\d{4}(?!\d)/g)) {
		if (!equal(match[0], code) || found !== null) continue;
		found = (plain.slice(0, match.index) + plain.slice(match.index + 4))
			.replace(/\s+/g, ' ')
			.trim();
	}
	return found;
}

function equal(given: string, expected: string): boolean {
	return timingSafeEqual(digest(given), digest(expected));
}

function digest(value: string): Buffer {
	return createHash('sha256').update(value).digest();
}
