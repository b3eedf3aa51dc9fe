import { UserError } from 'n8n-workflow';
import type { IExecuteFunctions, IWebhookFunctions } from 'n8n-workflow';
import { readVonageCredential, type VonageCredential } from '../../vonage/credential';
import type { MessagesApiAuth } from '../../vonage/messages';
import type { SmsApiAuth } from '../../vonage/sms';

/** How requests prove who sends, by what the credential holds. */
export interface SendingAuth {
	/** @throws UserError when a signature is asked for and the credential has no signature secret */
	sms(signed: boolean): SmsApiAuth;
	messages(): MessagesApiAuth;
}

export async function sendingAuth(
	context: IExecuteFunctions | IWebhookFunctions,
): Promise<SendingAuth> {
	const credential = await readVonageCredential(context);
	return {
		sms: (signed) => (signed ? signedWith(credential) : { kind: 'basic' }),
		messages: () => {
			const { applicationId, privateKey } = credential;
			return applicationId && privateKey
				? { kind: 'application', applicationId, privateKey }
				: { kind: 'basic' };
		},
	};
}

function signedWith({ apiKey, signatureSecret, signatureMethod }: VonageCredential): SmsApiAuth {
	if (signatureSecret) {
		return {
			kind: 'signed',
			apiKey,
			secret: signatureSecret,
			method: signatureMethod,
		};
	}
	throw new UserError(
		"'Sign With Signature Secret' is on, but the credential has no signature secret. Copy it from the API settings in the Vonage dashboard to the Vonage SMS API credential, or turn off 'Sign With Signature Secret'.",
	);
}
