import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';

export interface KeyPair {
	/** SPKI, PEM. */
	publicKey: string;
	/** PKCS#8, PEM. */
	privateKey: string;
}

const generate = promisify(generateKeyPair);

/** A new RSA key pair, in Vonage's formats. */
export async function newKeyPair(): Promise<KeyPair> {
	return generate('rsa', {
		modulusLength: 2048,
		publicKeyEncoding: { type: 'spki', format: 'pem' },
		privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
	});
}
