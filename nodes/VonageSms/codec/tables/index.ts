import { BENGALI } from './bengali';
import { GUJARATI } from './gujarati';
import { HINDI } from './hindi';
import { KANNADA } from './kannada';
import { MALAYALAM } from './malayalam';
import { ORIYA } from './oriya';
import { PORTUGUESE } from './portuguese';
import { PUNJABI } from './punjabi';
import { SPANISH } from './spanish';
import type { NationalLanguage } from './table';
import { TAMIL } from './tamil';
import { TELUGU } from './telugu';
import { TURKISH } from './turkish';
import { URDU } from './urdu';

export { DEFAULT_ALPHABET, DEFAULT_EXTENSION } from './default';
export type { LockingTable, SingleShiftTable } from './table';

/** Every national language of TS 23.038 6.2.1.2.4, by ascending identifier. */
export const NATIONAL_LANGUAGES: readonly NationalLanguage[] = [
	TURKISH,
	SPANISH,
	PORTUGUESE,
	BENGALI,
	GUJARATI,
	HINDI,
	KANNADA,
	MALAYALAM,
	ORIYA,
	PUNJABI,
	TAMIL,
	TELUGU,
	URDU,
];
