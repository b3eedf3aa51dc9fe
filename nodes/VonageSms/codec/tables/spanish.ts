import { DEFAULT_EXTENSION } from './default';
import type { NationalLanguage } from './table';

/** Spanish (TS 23.038 A.2.2, which has no locking shift table). */
export const SPANISH: NationalLanguage = {
	identifier: 2,
	name: 'Spanish',
	locking: null,
	singleShift: {
		...DEFAULT_EXTENSION,
		0x09: 'ç',
		0x41: 'Á',
		0x49: 'Í',
		0x4f: 'Ó',
		0x55: 'Ú',
		0x61: 'á',
		0x69: 'í',
		0x6f: 'ó',
		0x75: 'ú',
	},
};
