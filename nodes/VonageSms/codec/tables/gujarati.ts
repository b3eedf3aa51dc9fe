import { INDIC_SINGLE_SHIFT } from './indicSingleShift';
import type { NationalLanguage } from './table';

/** Gujarati (TS 23.038 A.2.5, A.3.5). */
export const GUJARATI: NationalLanguage = {
	identifier: 5,
	name: 'Gujarati',
	locking: [
		'\u0a81\u0a82\u0a83\u0a85\u0a86\u0a87\u0a88\u0a89\u0a8a\u0a8b\n\u0a8c\u0a8d\r\ufffd\u0a8f',
		'\u0a90\u0a91\ufffd\u0a93\u0a94\u0a95\u0a96\u0a97\u0a98\u0a99\u0a9a\u001b\u0a9b\u0a9c\u0a9d\u0a9e',
		' !\u0a9f\u0aa0\u0aa1\u0aa2\u0aa3\u0aa4)(\u0aa5\u0aa6,\u0aa7.\u0aa8',
		'0123456789:;\ufffd\u0aaa\u0aab?',
		'\u0aac\u0aad\u0aae\u0aaf\u0ab0\ufffd\u0ab2\u0ab3\ufffd\u0ab5\u0ab6\u0ab7\u0ab8\u0ab9\u0abc\u0abd',
		'\u0abe\u0abf\u0ac0\u0ac1\u0ac2\u0ac3\u0ac4\u0ac5\ufffd\u0ac7\u0ac8\u0ac9\ufffd\u0acb\u0acc\u0acd',
		'\u0ad0abcdefghijklmno',
		'pqrstuvwxyz\u0ae0\u0ae1\u0ae2\u0ae3\u0af1',
	],
	singleShift: {
		...INDIC_SINGLE_SHIFT,
		0x19: '\u0964',
		0x1a: '\u0965',
		0x1c: '\u0ae6',
		0x1d: '\u0ae7',
		0x1e: '\u0ae8',
		0x1f: '\u0ae9',
		0x20: '\u0aea',
		0x21: '\u0aeb',
		0x22: '\u0aec',
		0x23: '\u0aed',
		0x24: '\u0aee',
		0x25: '\u0aef',
	},
};
