import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

import type { SignatureMethod } from './types';

/** Decoded parameters. `sig` is left out of its own computation. */
type SignedParameters = Readonly<Record<string, string>>;

/**
 * The SMS API's `sig` (Vonage, "Signing messages").
 *
 * @param params decoded, `sig` may be among them
 * @returns hex: lower case for `md5hash`, upper case for the HMACs, as Vonage writes them
 * @throws Error for an empty secret: anyone could compute such a signature
 */
export function sign(params: SignedParameters, secret: string, method: SignatureMethod): string {
	return digest(canonical(params, signedNames(params)), secret, method);
}

/**
 * Returns the names of the parameters that `signature` covers, null if it is wrong. It is not known whether Vonage
 * signs parameters with an empty value, and its SDKs differ, so both ways are tried: anyone may have added an
 * empty parameter that is not covered. The case of letters does not matter; an empty secret never verifies.
 */
export function coveredBySignature(
	params: SignedParameters,
	signature: string,
	secret: string,
	method: SignatureMethod,
): string[] | null {
	const names = signedNames(params);
	// Names are signed unescaped: `a=1&b` with the value 2 would sign like a=1 and b=2. Vonage's names contain neither.
	if (secret === '' || names.some((name) => /[&=]/.test(name))) return null;

	const filled = names.filter((name) => params[name] !== '');
	const readings = filled.length === names.length ? [names] : [names, filled];
	const received = signature.toLowerCase();
	const isRight = (reading: string[]) =>
		equalInConstantTime(received, digest(canonical(params, reading), secret, method).toLowerCase());
	return readings.find(isRight) ?? null;
}

/** Compares a received value with the expected one, in a time that does not depend on how far the two agree. */
export function equalInConstantTime(received: string, expected: string): boolean {
	const a = Buffer.from(received);
	const b = Buffer.from(expected);
	return a.length === b.length && timingSafeEqual(a, b);
}

function signedNames(params: SignedParameters): string[] {
	return Object.keys(params).filter((name) => name !== 'sig');
}

/** `&name=value` for each parameter, in byte order of the names; `&` and `=` in values become `_`. */
function canonical(params: SignedParameters, names: string[]): string {
	return names
		.toSorted()
		.map((name) => `&${name}=${params[name]?.replace(/[&=]/g, '_')}`)
		.join('');
}

function digest(text: string, secret: string, method: SignatureMethod): string {
	if (secret === '') throw new Error('The signature secret is empty: set the one of your account.');
	if (method === 'md5hash') {
		return createHash('md5')
			.update(text + secret)
			.digest('hex');
	}
	return createHmac(method, secret).update(text).digest('hex').toUpperCase();
}
