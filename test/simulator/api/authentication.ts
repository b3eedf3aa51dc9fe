import { timingSafeEqual } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
import { formParameters } from './parameters';
import { sendProblem } from './problems';
import type { Account } from '../state';

/** Lets requests with the account's key and secret through, as Basic auth; `legacy` also as `api_key`, `api_secret`. */
export function requireAccount(
	account: Account,
	how: { legacy: boolean },
	refuse: (response: Response) => void,
): RequestHandler {
	return (request, response, next) => {
		const parameters: Record<string, string> = how.legacy ? formParameters(request) : {};
		const credentials = basicCredentials(request) ?? {
			key: parameters.api_key ?? '',
			secret: parameters.api_secret ?? '',
		};
		if (areRight(account, credentials)) next();
		else refuse(response);
	};
}

export interface Credentials {
	key: string;
	secret: string;
}

/** Undefined when the request has no Basic authorization. */
export function basicCredentials(request: Request): Credentials | undefined {
	const encoded = /^Basic (.+)$/i.exec(request.get('authorization') ?? '')?.[1];
	if (encoded === undefined) return undefined;
	const [key = '', ...rest] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
	return { key, secret: rest.join(':') };
}

export function areRight(account: Account, credentials: Credentials): boolean {
	const given = Buffer.from(`${credentials.key}:${credentials.secret}`);
	const wanted = Buffer.from(`${account.apiKey}:${account.apiSecret}`);
	return given.length === wanted.length && timingSafeEqual(given, wanted);
}

export function refuseWithProblem(response: Response): void {
	sendProblem(response, 401, {
		type: '/#unathorized',
		title: 'You did not provide correct credentials.',
		detail:
			"Check that you're using the correct credentials, and that your account has this feature enabled",
	});
}
