import type { LockingTable, SingleShiftTable } from './table';

/** GSM 7 bit default alphabet (TS 23.038 6.2.1). */
export const DEFAULT_ALPHABET: LockingTable = [
	'@£$¥èéùìòÇ\nØø\rÅå',
	'Δ_ΦΓΛΩΠΨΣΘΞ\u001bÆæßÉ',
	' !"#¤%&\'()*+,-./',
	'0123456789:;<=>?',
	'¡ABCDEFGHIJKLMNO',
	'PQRSTUVWXYZÄÖÑÜ§',
	'¿abcdefghijklmno',
	'pqrstuvwxyzäöñüà',
];

/** GSM 7 bit default alphabet extension table (TS 23.038 6.2.1.1). */
export const DEFAULT_EXTENSION: SingleShiftTable = {
	0x0a: '\f',
	0x14: '^',
	0x28: '{',
	0x29: '}',
	0x2f: '\\',
	0x3c: '[',
	0x3d: '~',
	0x3e: ']',
	0x40: '|',
	0x65: '€',
};
