import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import { balanceOf, balanceRequest } from './account';
import { readAnswer, type VonageResponse } from './client';
import { parseCredential } from './credential';
import { explain, refusalOf } from './errors';
import { isPrivateKey, unreadableKey } from './jwt';
import { explainUnreachable } from './unreachable';

/** Tests the credential for n8n's Test button: shows the balance, or which field to fix and how. */
export async function testVonageCredential(
	this: ICredentialTestFunctions,
	{ data }: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	// The only way to send a request in a credential test.
	const { helpers } = this;
	const { apiKey, apiSecret, privateKey, restUrl: origin } = parseCredential(data);
	if (privateKey !== '' && !isPrivateKey(privateKey)) return failed(unreadableKey);

	const answer = helpers.request({
		url: `${origin}${balanceRequest.path}`,
		method: balanceRequest.method,
		auth: { username: apiKey, password: apiSecret },
		json: true,
		timeout: 30_000,
		// A redirect would carry the key and the secret to another host.
		followRedirect: false,
		resolveWithFullResponse: true,
		simple: false,
	});
	return await answer.then(
		(arrived: unknown) => judge(readAnswer(arrived), origin),
		(error: unknown) => failed(explainUnreachable(origin, error)),
	);
}

function judge(answer: VonageResponse, origin: string): INodeCredentialTestResult {
	const refusal = refusalOf(answer);
	if (refusal !== null) return failed(explain(refusal, 'get the account balance'));
	const { value } = balanceOf(answer.body);
	if (value !== null) {
		return { status: 'OK', message: `Connected. Balance: ${value.toFixed(2)} EUR` };
	}
	return failed({
		message: `The response from ${origin} isn't from Vonage`,
		description:
			"Check 'REST URL' in the credential. Use https://rest.nexmo.com unless Vonage gave you a different URL.",
	});
}

function failed({ message, description }: { message: string; description: string }) {
	return { status: 'Error', message: `${message}. ${description}` } as const;
}
