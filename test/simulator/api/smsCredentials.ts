import type { Request } from 'express';
import { areRight, basicCredentials } from './authentication';
import { signParameters } from '../webhooks/signing';
import { errorEntry } from './smsEntries';
import type { SmsEntry } from './smsEntries';
import type { Account } from '../state';

/** Checks the sender: Basic auth, `api_key` with `api_secret`, or `api_key` with `sig`. Undefined if it's valid. */
export function checkSender(
	request: Request,
	parameters: Readonly<Record<string, string>>,
	account: Account,
): SmsEntry | undefined {
	const basic = basicCredentials(request);
	if (parameters.sig !== undefined) {
		return basic || parameters.api_secret !== undefined
			? errorEntry('32')
			: checkSignature(parameters, account);
	}
	if (!basic && parameters.api_key === undefined) return errorEntry('2', 'Missing api_key');
	const credentials = basic ?? {
		key: parameters.api_key ?? '',
		secret: parameters.api_secret ?? '',
	};
	return areRight(account, credentials) ? undefined : errorEntry('4');
}

function checkSignature(
	parameters: Readonly<Record<string, string>>,
	account: Account,
): SmsEntry | undefined {
	if (parameters.timestamp === undefined) return errorEntry('2', 'Missing timestamp param');
	if (parameters.api_key !== account.apiKey) return errorEntry('4');
	const { signatureSecret, signatureMethod } = account;
	const wanted = signParameters(parameters, signatureSecret, signatureMethod);
	const isRight = wanted.toLowerCase() === parameters.sig?.toLowerCase();
	return isRight ? undefined : errorEntry('14');
}
