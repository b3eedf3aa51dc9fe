import type { ICredentialDataDecryptedObject, INodeProperties } from 'n8n-workflow';
import { SIGNATURE_METHODS, type SignatureMethod } from '../inbound/types';

/** Name of the credential type in n8n. */
export const CREDENTIAL = 'vonageSmsApi';

/** Where the editor shows a node's credentials. Without it, that's next to 'Storage', on which the second one depends. */
export const credentialsField: INodeProperties = {
	displayName: 'Credentials',
	name: 'credentials',
	type: 'credentials',
	default: '',
};

/** The fields of the credential. Empty fields are empty strings, except for the URLs and the method. */
export interface VonageCredential {
	apiKey: string;
	apiSecret: string;
	signatureSecret: string;
	signatureMethod: SignatureMethod;
	applicationId: string;
	/** PEM as pasted. Line breaks may have become spaces or a literal `\n`. */
	privateKey: string;
	/** SMS, Numbers, and Account APIs: an origin, optionally with a path, without a trailing slash. */
	restUrl: string;
	/** Messages and Applications APIs, in the same form. */
	apiUrl: string;
}

/**
 * Reads the fields of the credential. This is the only place that does: it removes pasted white space and adds
 * defaults.
 *
 * @param data as n8n decrypts it
 */
export function parseCredential(
	data: ICredentialDataDecryptedObject | undefined,
): VonageCredential {
	const text = (name: string) => {
		const value = data?.[name];
		return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
	};
	return {
		apiKey: text('apiKey'),
		apiSecret: text('apiSecret'),
		signatureSecret: text('signatureSecret'),
		// The dashboard's default.
		signatureMethod:
			SIGNATURE_METHODS.find((method) => method === data?.signatureMethod) ?? 'md5hash',
		applicationId: text('applicationId'),
		privateKey: text('privateKey'),
		restUrl: withoutSlash(text('restUrl') || 'https://rest.nexmo.com'),
		apiUrl: withoutSlash(text('apiUrl') || 'https://api.nexmo.com'),
	};
}

/**
 * The credential of the node that `context` belongs to.
 *
 * @throws n8n's error if the node has no credential
 */
export async function readVonageCredential(context: {
	getCredentials(type: string): Promise<ICredentialDataDecryptedObject>;
}): Promise<VonageCredential> {
	return parseCredential(await context.getCredentials(CREDENTIAL));
}

function withoutSlash(url: string): string {
	return url.replace(/\/+$/, '');
}
