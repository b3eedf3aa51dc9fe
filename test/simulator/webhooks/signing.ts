import { createHash, createHmac } from 'node:crypto';

export type SignatureMethod = 'md5hash' | 'md5' | 'sha1' | 'sha256' | 'sha512';

export const signatureMethods: readonly SignatureMethod[] = [
	'md5hash',
	'md5',
	'sha1',
	'sha256',
	'sha512',
];

export function isSignatureMethod(value: unknown): value is SignatureMethod {
	return signatureMethods.some((method) => method === value);
}

/**
 * `sig` of a set of decoded parameters, by Vonage's guide "Signing messages". Deliberately independent of the
 * package's own code, because it represents Vonage. Hashes are lowercase and HMACs are uppercase, as in Vonage's
 * samples.
 */
export function signParameters(
	parameters: Readonly<Record<string, string>>,
	secret: string,
	method: SignatureMethod,
): string {
	const text = signatureBase(parameters);
	if (method === 'md5hash') {
		return createHash('md5')
			.update(text + secret, 'utf8')
			.digest('hex');
	}
	return createHmac(method, secret).update(text, 'utf8').digest('hex').toUpperCase();
}

function signatureBase(parameters: Readonly<Record<string, string>>): string {
	return Object.entries(parameters)
		.filter(([name]) => name !== 'sig')
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.map(([name, value]) => `&${name}=${value.replace(/[&=]/g, '_')}`)
		.join('');
}
