/** What the benchmarks call of packages that come without types. */
declare module 'sms-3gpp' {
	export const alphabets: Record<'gsm7bit' | 'ucs2', { decode(octets: Buffer): string }>;
	export const UDH: {
		decode(octets: Buffer): {
			sms?: { ref: number; total: number; seq: number };
			port?: { dst: number; src: number };
		};
	};
}

declare module 'smpp' {
	export const encodings: Record<'ASCII' | 'UCS2', { decode(octets: Buffer): string }>;
}

declare module 'split-sms' {
	export function split(text: string): { characterSet: 'GSM' | 'Unicode'; parts: unknown[] };
}
