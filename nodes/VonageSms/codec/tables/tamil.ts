import { INDIC_SINGLE_SHIFT } from './indicSingleShift';
import type { NationalLanguage } from './table';

/** Tamil (TS 23.038 A.2.11, A.3.11). */
export const TAMIL: NationalLanguage = {
	identifier: 11,
	name: 'Tamil',
	locking: [
		'\ufffd\u0b82\u0b83\u0b85\u0b86\u0b87\u0b88\u0b89\u0b8a\ufffd\n\ufffd\ufffd\r\u0b8e\u0b8f',
		'\u0b90\ufffd\u0b92\u0b93\u0b94\u0b95\ufffd\ufffd\ufffd\u0b99\u0b9a\u001b\ufffd\u0b9c\ufffd\u0b9e',
		' !\u0b9f\ufffd\ufffd\ufffd\u0ba3\u0ba4)(\ufffd\ufffd,\ufffd.\u0ba8',
		'0123456789:;\u0ba9\u0baa\ufffd?',
		'\ufffd\ufffd\u0bae\u0baf\u0bb0\u0bb1\u0bb2\u0bb3\u0bb4\u0bb5\u0bb6\u0bb7\u0bb8\u0bb9\ufffd\ufffd',
		'\u0bbe\u0bbf\u0bc0\u0bc1\u0bc2\ufffd\ufffd\ufffd\u0bc6\u0bc7\u0bc8\ufffd\u0bca\u0bcb\u0bcc\u0bcd',
		'\u0bd0abcdefghijklmno',
		'pqrstuvwxyz\u0bd7\u0bf0\u0bf1\u0bf2\u0bf9',
	],
	singleShift: {
		...INDIC_SINGLE_SHIFT,
		0x19: '\u0964',
		0x1a: '\u0965',
		0x1c: '\u0be6',
		0x1d: '\u0be7',
		0x1e: '\u0be8',
		0x1f: '\u0be9',
		0x20: '\u0bea',
		0x21: '\u0beb',
		0x22: '\u0bec',
		0x23: '\u0bed',
		0x24: '\u0bee',
		0x25: '\u0bef',
		0x26: '\u0bf3',
		0x27: '\u0bf4',
		0x2a: '\u0bf5',
		0x2b: '\u0bf6',
		0x2c: '\u0bf7',
		0x2d: '\u0bf8',
		0x2e: '\u0bfa',
	},
};
