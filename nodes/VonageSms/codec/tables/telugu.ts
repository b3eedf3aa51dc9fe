import { INDIC_SINGLE_SHIFT } from './indicSingleShift';
import type { NationalLanguage } from './table';

/** Telugu (TS 23.038 A.2.12, A.3.12). */
export const TELUGU: NationalLanguage = {
	identifier: 12,
	name: 'Telugu',
	locking: [
		'\u0c01\u0c02\u0c03\u0c05\u0c06\u0c07\u0c08\u0c09\u0c0a\u0c0b\n\u0c0c\ufffd\r\u0c0e\u0c0f',
		'\u0c10\ufffd\u0c12\u0c13\u0c14\u0c15\u0c16\u0c17\u0c18\u0c19\u0c1a\u001b\u0c1b\u0c1c\u0c1d\u0c1e',
		' !\u0c1f\u0c20\u0c21\u0c22\u0c23\u0c24)(\u0c25\u0c26,\u0c27.\u0c28',
		'0123456789:;\ufffd\u0c2a\u0c2b?',
		'\u0c2c\u0c2d\u0c2e\u0c2f\u0c30\u0c31\u0c32\u0c33\ufffd\u0c35\u0c36\u0c37\u0c38\u0c39\ufffd\u0c3d',
		'\u0c3e\u0c3f\u0c40\u0c41\u0c42\u0c43\u0c44\ufffd\u0c46\u0c47\u0c48\ufffd\u0c4a\u0c4b\u0c4c\u0c4d',
		'\u0c55abcdefghijklmno',
		'pqrstuvwxyz\u0c56\u0c60\u0c61\u0c62\u0c63',
	],
	singleShift: {
		...INDIC_SINGLE_SHIFT,
		0x1c: '\u0c66',
		0x1d: '\u0c67',
		0x1e: '\u0c68',
		0x1f: '\u0c69',
		0x20: '\u0c6a',
		0x21: '\u0c6b',
		0x22: '\u0c6c',
		0x23: '\u0c6d',
		0x24: '\u0c6e',
		0x25: '\u0c6f',
		0x26: '\u0c58',
		0x27: '\u0c59',
		0x2a: '\u0c78',
		0x2b: '\u0c79',
		0x2c: '\u0c7a',
		0x2d: '\u0c7b',
		0x2e: '\u0c7c',
		0x30: '\u0c7d',
		0x31: '\u0c7e',
		0x32: '\u0c7f',
	},
};
