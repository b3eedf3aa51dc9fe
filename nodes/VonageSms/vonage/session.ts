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

/** Milliseconds for which one request is retried after 429 responses. */
const PATIENCE = 60_000;

/** A request of a session, which always uses the account's key and secret. */
type SettingsRequest = Omit<VonageRequest, 'auth'>;

/** A series of requests that read or change the settings of one account, within Vonage's rate limits. */
export class VonageSession {
	/** @param account name of the account (see `accountName`) */
	constructor(
		readonly context: VonageContext,
		readonly account: string,
		readonly limiter: RateLimiter,
	) {}

	/**
	 * The response, after waiting as long as Vonage asks, within the time limit.
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
	 * The body of a successful response.
	 *
	 * @param doing for the message, such as "list the account's numbers"
	 * @throws NodeApiError for a refusal, VonageUnreachable if there is no response
	 */
	async ask(request: SettingsRequest, doing: string, lane?: Lane): Promise<unknown> {
		return this.bodyOf(await this.request(request, lane), doing);
	}

	/**
	 * The error for a successful response that isn't from Vonage, such as a proxy's sign-in page with HTTP 200.
	 *
	 * @param why a clause
	 */
	notVonage(why: string): NodeOperationError {
		return new NodeOperationError(
			this.context.getNode(),
			`The response isn't from Vonage, or isn't in Vonage's format: ${why}. Check 'REST URL' and 'API URL' in the credential, and whether a proxy between n8n and Vonage requires a sign-in.`,
		);
	}

	/** @throws NodeApiError unless the response is successful */
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
 * A name for the credential's account that is the same in every process and reveals nothing. It's derived from the
 * API key only, so changing 'REST URL' doesn't make it a different account.
 */
async function accountName(context: VonageContext): Promise<string> {
	const { apiKey } = await readVonageCredential(context);
	return createHash('sha256').update(apiKey).digest('hex').slice(0, 16);
}

/** Milliseconds: from `Retry-After` in seconds, otherwise doubling from one second. */
function waitOf({ headers }: VonageResponse, attempt: number): number {
	const seconds = Number(headers['retry-after']);
	return seconds > 0 ? seconds * 1000 : 1000 * 2 ** attempt;
}
