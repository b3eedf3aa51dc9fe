import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Cases of a file under test/vectors. */
export function vectors<Case>(file: string): Case[] {
	return load<{ vectors: Case[] }>(file).vectors;
}

/** A whole file under test/vectors. */
export function load<Content>(file: string): Content {
	const path = join(__dirname, '../../vectors', file);
	return JSON.parse(readFileSync(path, 'utf8')) as Content;
}

export function octets(hex: string): Buffer {
	return Buffer.from(hex, 'hex');
}

/** A test's name: the source of the case and its title. */
export function titled<Case extends { source: string; note?: string }>(
	cases: Case[],
): Array<[string, Case]> {
	return cases.map((vector, index) => [
		`${index}: ${vector.source}${vector.note ? ` (${vector.note})` : ''}`,
		vector,
	]);
}
