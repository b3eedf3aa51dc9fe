import { UserError } from 'n8n-workflow';
import type { IExecuteFunctions } from 'n8n-workflow';
import type { SignatureMethod } from '../../inbound/types';
import { CREDENTIAL } from '../../vonage/client';
import type { MessagesApiAuth } from '../../vonage/messages';
import type { SmsApiAuth } from '../../vonage/sms';

/** How requests prove who sends, by what the credential holds. */
export interface SendingAuth {
	/** @throws UserError when a signature is asked for and the credential has no signature secret */
	sms(signed: boolean): SmsApiAuth;
	messages(): MessagesApiAuth;
}

interface Credential {
	apiKey: string;
	signatureSecret?: string;
	signatureMethod?: SignatureMethod;
	applicationId?: string;
	privateKey?: string;
}

export async function sendingAuth(context: IExecuteFunctions): Promise<SendingAuth> {
	const credential = await context.getCredentials<Credential>(CREDENTIAL);
	return {
		sms: (signed) => (signed ? signedWith(credential) : { kind: 'basic' }),
		messages: () => {
			const { applicationId, privateKey } = credential;
			return applicationId && privateKey
				? { kind: 'application', applicationId: applicationId.trim(), privateKey }
				: { kind: 'basic' };
		},
	};
}

function signedWith({ apiKey, signatureSecret, signatureMethod }: Credential): SmsApiAuth {
	if (signatureSecret) {
		return {
			kind: 'signed',
			apiKey,
			secret: signatureSecret,
			method: signatureMethod ?? 'md5hash',
		};
	}
	throw new UserError(
		'"Sign With Signature Secret" is on, but the credential has no signature secret',
		{
			description:
				"Copy the signature secret from the API settings of Vonage's dashboard into the Vonage SMS API credential, or turn the option off",
		},
	);
}
