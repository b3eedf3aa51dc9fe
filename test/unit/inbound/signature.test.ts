import crypto from 'node:crypto';

import { sign, type SignatureMethod } from '../../../nodes/VonageSms/inbound';
import { coveredBySignature } from '../../../nodes/VonageSms/inbound/signature';
import { vectors } from '../../vectors/vonage-signatures.json';
import { METHODS, SECRET, sms } from './requests';

const published = vectors.flatMap(({ name, input, expected }) =>
	Object.entries(expected).map(([method, signature]) => ({
		name: `${name} ${method}`,
		secret: input.secret,
		params: input.params as unknown as Record<string, string>,
		method: method as SignatureMethod,
		signature,
	})),
);
const computable = published.filter(({ secret }) => secret !== '');

describe('the signature of the SMS API', () => {
	it.each(computable)('matches the published signature: $name', (vector) => {
		const { params, secret, method, signature } = vector;
		expect(sign(params, secret, method).toLowerCase()).toBe(signature.toLowerCase());
		expect(coveredBySignature(params, signature, secret, method)).toEqual(Object.keys(params));
	});

	it('is lowercase for md5hash and uppercase for the HMACs, as Vonage sends it', () => {
		const [lower, ...upper] = METHODS.map((method) => sign(sms, SECRET, method));
		expect(lower).toMatch(/^[0-9a-f]{32}$/);
		expect(upper.map((signature) => signature.length)).toEqual([32, 40, 64, 128]);
		for (const signature of upper) expect(signature).toMatch(/^[0-9A-F]+$/);
	});

	it('is compared case-insensitively', () => {
		const signature = sign(sms, SECRET, 'sha256');
		for (const written of [signature.toLowerCase(), signature.toUpperCase()]) {
			expect(coveredBySignature(sms, written, SECRET, 'sha256')).toEqual(Object.keys(sms));
		}
	});

	it.each(METHODS)('is rejected with an empty secret: %s', (method) => {
		expect(() => sign(sms, '', method)).toThrow('signature secret is empty');
		const forged = published.find(({ secret }) => secret === '');
		expect(
			coveredBySignature(forged?.params ?? {}, forged?.signature ?? '', '', method),
		).toBeNull();
	});

	it('does not cover `sig` itself', () => {
		const signature = sign(sms, SECRET, 'md5hash');
		expect(sign({ ...sms, sig: signature }, SECRET, 'md5hash')).toBe(signature);
	});

	it('covers the names sorted by bytes, not by a locale', () => {
		const ordered = { 'message-timestamp': '1', messageId: '2', msisdn: '3' };
		const canonical = '&message-timestamp=1&messageId=2&msisdn=3';
		const expected = crypto.createHash('md5').update(`${canonical}${SECRET}`).digest('hex');
		expect(sign({ msisdn: '3', messageId: '2', 'message-timestamp': '1' }, SECRET, 'md5hash')).toBe(
			expected,
		);
		expect(sign(ordered, SECRET, 'md5hash')).toBe(expected);
	});

	it('can include or omit empty values', () => {
		const withEmpty = { messageId: '0A00', keyword: '', text: 'Hello' };
		const filled = { messageId: '0A00', text: 'Hello' };
		const counted = sign(withEmpty, SECRET, 'md5hash');
		const leftOut = sign(filled, SECRET, 'md5hash');
		expect(counted).not.toBe(leftOut);
		expect(coveredBySignature(withEmpty, counted, SECRET, 'md5hash')).toContain('keyword');
		expect(coveredBySignature(withEmpty, leftOut, SECRET, 'md5hash')).toEqual(Object.keys(filled));
	});

	it('is invalid for two parameters merged into one name', () => {
		const folded = { 'a=1&b': '2' };
		const signature = sign({ a: '1', b: '2' }, SECRET, 'md5hash');
		expect(sign(folded, SECRET, 'md5hash')).toBe(signature);
		expect(coveredBySignature(folded, signature, SECRET, 'md5hash')).toBeNull();
	});

	it.each(['', 'zz', 'ä'.repeat(32), 'd2e7'])(
		'is invalid for %j, without an error',
		(signature) => {
			expect(coveredBySignature(sms, signature, SECRET, 'md5hash')).toBeNull();
		},
	);

	it('is compared in constant time', () => {
		const spy = jest.spyOn(crypto, 'timingSafeEqual');
		coveredBySignature(sms, sign(sms, SECRET, 'md5hash'), SECRET, 'md5hash');
		expect(spy).toHaveBeenCalled();
		spy.mockRestore();
	});
});
