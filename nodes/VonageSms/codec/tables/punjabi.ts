import { INDIC_SINGLE_SHIFT } from './indicSingleShift';
import type { NationalLanguage } from './table';

/** Punjabi (TS 23.038 A.2.10, A.3.10). */
export const PUNJABI: NationalLanguage = {
	identifier: 10,
	name: 'Punjabi',
	locking: [
		'\u0a01\u0a02\u0a03\u0a05\u0a06\u0a07\u0a08\u0a09\u0a0a\ufffd\n\ufffd\ufffd\r\ufffd\u0a0f',
		'\u0a10\ufffd\ufffd\u0a13\u0a14\u0a15\u0a16\u0a17\u0a18\u0a19\u0a1a\u001b\u0a1b\u0a1c\u0a1d\u0a1e',
		' !\u0a1f\u0a20\u0a21\u0a22\u0a23\u0a24)(\u0a25\u0a26,\u0a27.\u0a28',
		'0123456789:;\ufffd\u0a2a\u0a2b?',
		'\u0a2c\u0a2d\u0a2e\u0a2f\u0a30\ufffd\u0a32\u0a33\ufffd\u0a35\u0a36\ufffd\u0a38\u0a39\u0a3c\ufffd',
		'\u0a3e\u0a3f\u0a40\u0a41\u0a42\ufffd\ufffd\ufffd\ufffd\u0a47\u0a48\ufffd\ufffd\u0a4b\u0a4c\u0a4d',
		'\u0a51abcdefghijklmno',
		'pqrstuvwxyz\u0a70\u0a71\u0a72\u0a73\u0a74',
	],
	singleShift: {
		...INDIC_SINGLE_SHIFT,
		0x19: '\u0964',
		0x1a: '\u0965',
		0x1c: '\u0a66',
		0x1d: '\u0a67',
		0x1e: '\u0a68',
		0x1f: '\u0a69',
		0x20: '\u0a6a',
		0x21: '\u0a6b',
		0x22: '\u0a6c',
		0x23: '\u0a6d',
		0x24: '\u0a6e',
		0x25: '\u0a6f',
		0x26: '\u0a59',
		0x27: '\u0a5a',
		0x2a: '\u0a5b',
		0x2b: '\u0a5c',
		0x2c: '\u0a5e',
		0x2d: '\u0a75',
	},
};
