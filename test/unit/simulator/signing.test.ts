import { signParameters } from '../../simulator/webhooks/signing';
import type { SignatureMethod } from '../../simulator/webhooks/signing';

// Vonage/vonage-php-sdk-core test/Client/SignatureTest.php and Vonage/vonage-node-sdk packages/sms/__tests__.
const sdkSecret = 'my_secret_key_for_testing';
const sdkParameters = {
	'message-timestamp': '2013-11-21 15:27:30',
	messageId: '020000001B0FE827',
	msisdn: '14843472194',
	text: 'Test again',
	timestamp: '1385047698',
	to: '13239877404',
	type: 'text',
};

const published: [SignatureMethod, string][] = [
	['md5hash', 'd2e7b1dc968737c5998ad624e02f90b7'],
	['md5', 'DDEBD46008C2D4E93CCE578A332A52D5'],
	['sha1', '27D0D05C2876C7CB1720DBCDBA4D492E1E55C09A'],
	['sha256', 'DDB8397C2B90AAC7F3882D306475C9A5058C92322EEF43C92B298B6E0FC0D330'],
	[
		'sha512',
		'E0D3C650F8C9D1A5C174D10DDDBFB003E561F59B265616208B0487C5D819481CD3C311D59CF6165ECD1139622D5BA3A256C0D763AC4A9AD9144B5A426B94FE82',
	],
];

describe('signature of SMS API parameters', () => {
	it.each(published)(
		'matches the published signature of the SDKs with %s, in the same letter case',
		(method, sig) => {
			expect(signParameters(sdkParameters, sdkSecret, method)).toBe(sig);
		},
	);

	it('does not cover an existing sig', () => {
		const signed = { ...sdkParameters, sig: 'anything' };
		expect(signParameters(signed, sdkSecret, 'md5hash')).toBe(published[0]?.[1]);
	});

	it('replaces & and = in values with _', () => {
		const parameters = {
			keyword: 'TEST',
			'message-timestamp': '2017-04-04 22:57:47',
			messageId: '0B00000042AC53BD',
			msisdn: '14843472194',
			nonce: '929d6744-bd28-42c8-b6cf-31d5b4f43732',
			text: 'Test with & and =',
			timestamp: '1491346667',
			to: '12192259404',
			type: 'text',
		};
		expect(signParameters(parameters, sdkSecret, 'md5hash')).toBe(
			'e06d9763e3fd0b9c31beb5fc2fcb011c',
		);
	});

	// Vonage/vonage-java-sdk RequestSigningTest.
	it('signs the vector of the Java SDK', () => {
		const parameters = { a: 'alphabet', b: 'bananas', timestamp: '2100' };
		expect(signParameters(parameters, 'abcde', 'md5hash')).toBe('7d43241108912b32cc315b48ce681acf');
		expect(signParameters(parameters, 'abcde', 'sha1')).toBe(
			'B7F749DE27B4ADCF736CC95C9A7E059A16C85127',
		);
	});
});
