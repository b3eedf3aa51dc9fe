import { createHash } from 'node:crypto';
import { NodeOperationError } from 'n8n-workflow';
import {
	vonageRequest,
	type VonageContext,
	type VonageRequest,
	type VonageResponse,
} from './client';
import { readVonageCredential } from './credential';
import { refusalError, refusalOf } from './errors';
import { sharedRateLimiter, type Lane, type RateLimiter } from './rateLimit';

/** Milliseconds for which answers of 429 to one request are waited out. */
const PATIENCE = 60_000;

/** What a session asks: always with the account's key and secret. */
type SettingsRequest = Omit<VonageRequest, 'auth'>;

/** A series of requests that read or change how one account is set up, at the pace that Vonage allows. */
export class VonageSession {
	/** @param account name of the account, see `accountName` */
	constructor(
		readonly context: VonageContext,
		readonly account: string,
		readonly limiter: RateLimiter,
	) {}

	/**
	 * The answer, after waiting as long as Vonage says for as long as patience lasts.
	 *
	 * @throws VonageUnreachable
	 */
	async request(request: SettingsRequest, lane: Lane = 'settings'): Promise<VonageResponse> {
		const { clock } = this.limiter;
		const patientUntil = clock.now() + PATIENCE;
		for (let attempt = 0; ; attempt++) {
			const response = await this.limiter.paced(
				this.account,
				lane,
				async () => await vonageRequest(this.context, { ...request, auth: { kind: 'basic' } }),
			);
			const wait = response.status === 429 ? waitOf(response, attempt) : 0;
			if (wait === 0 || clock.now() + wait > patientUntil) return response;
			this.context.logger.info(`Rate-limited by Vonage: waiting ${wait / 1000} s`);
			await clock.sleep(wait);
		}
	}

	/**
	 * The body of an answer that is a success.
	 *
	 * @param doing for the message, such as "list the numbers of the account"
	 * @throws NodeApiError for a refusal, VonageUnreachable where no answer came
	 */
	async ask(request: SettingsRequest, doing: string, lane?: Lane): Promise<unknown> {
		return this.bodyOf(await this.request(request, lane), doing);
	}

	/**
	 * The error to throw for a success that is not Vonage's: a proxy's sign-in page, for example, comes with HTTP 200.
	 *
	 * @param why a clause
	 */
	notVonage(why: string): NodeOperationError {
		return new NodeOperationError(
			this.context.getNode(),
			`The response isn't from Vonage, or isn't in Vonage's format: ${why}. Check 'REST URL' and 'API URL' in the credential, and whether a proxy between n8n and Vonage requires a sign-in.`,
		);
	}

	/** @throws NodeApiError unless the answer is a success */
	bodyOf(response: VonageResponse, doing: string): unknown {
		const refusal = refusalOf(response);
		if (refusal) throw refusalError(this.context.getNode(), refusal, doing);
		return response.body;
	}
}

export async function openSession(
	context: VonageContext,
	limiter: RateLimiter = sharedRateLimiter,
): Promise<VonageSession> {
	return new VonageSession(context, await accountName(context), limiter);
}

/**
 * A name for the account of the credential that is the same in every process and gives nothing away. It is the API
 * key's, whatever host is asked: changing 'REST URL' does not make another account.
 */
async function accountName(context: VonageContext): Promise<string> {
	const { apiKey } = await readVonageCredential(context);
	return createHash('sha256').update(apiKey).digest('hex').slice(0, 16);
}

/** Milliseconds: `Retry-After` in seconds, else doubling from one second. */
function waitOf({ headers }: VonageResponse, attempt: number): number {
	const seconds = Number(headers['retry-after']);
	return seconds > 0 ? seconds * 1000 : 1000 * 2 ** attempt;
}
