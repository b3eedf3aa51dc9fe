import { DEFAULT_EXTENSION } from './default';
import type { NationalLanguage } from './table';

/** Turkish (TS 23.038 A.2.1, A.3.1). */
export const TURKISH: NationalLanguage = {
	identifier: 1,
	name: 'Turkish',
	locking: [
		'@£$¥€éùıòÇ\nĞğ\rÅå',
		'Δ_ΦΓΛΩΠΨΣΘΞ\u001bŞşßÉ',
		' !"#¤%&\'()*+,-./',
		'0123456789:;<=>?',
		'İABCDEFGHIJKLMNO',
		'PQRSTUVWXYZÄÖÑÜ§',
		'çabcdefghijklmno',
		'pqrstuvwxyzäöñüà',
	],
	singleShift: {
		...DEFAULT_EXTENSION,
		0x47: 'Ğ',
		0x49: 'İ',
		0x53: 'Ş',
		0x63: 'ç',
		0x67: 'ğ',
		0x69: 'ı',
		0x73: 'ş',
	},
};
