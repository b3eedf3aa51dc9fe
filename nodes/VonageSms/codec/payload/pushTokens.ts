import type { WapPush } from './wapPush';

/** The WBXML tokens of one document type that lead to its address and text. */
export interface PushTokens {
	/** Tag whose content is shown to the user. */
	titleTag: number | null;
	/** Attribute starts of `href`, with the part of its value that each implies. */
	urlStarts: Readonly<Record<number, string>>;
	/** Attribute values. */
	values: Readonly<Record<number, string>>;
}

const VALUES = { 0x85: '.com/', 0x86: '.edu/', 0x87: '.net/', 0x88: '.org/' };

export const PUSH_TOKENS: Readonly<Record<WapPush['kind'], PushTokens>> = {
	/** WAP-167 9.2, 9.3: `indication` is tag 06. */
	serviceIndication: {
		titleTag: 0x06,
		urlStarts: {
			0x0b: '',
			0x0c: 'http://',
			0x0d: 'http://www.',
			0x0e: 'https://',
			0x0f: 'https://www.',
		},
		values: VALUES,
	},
	/** WAP-168 9.2, 9.3. */
	serviceLoading: {
		titleTag: null,
		urlStarts: {
			0x08: '',
			0x09: 'http://',
			0x0a: 'http://www.',
			0x0b: 'https://',
			0x0c: 'https://www.',
		},
		values: VALUES,
	},
};
