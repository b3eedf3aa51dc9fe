import type { RetryRule } from './webhooks/retry';
import type { Timeouts } from './webhooks/webRequest';

/** How the simulator itself behaves, apart from what the account contains. All may be changed while it runs. */
export interface Settings {
	/** `real`: Vonage's request limits answer 429, or status 1 for SMS. */
	limits: 'real' | 'off';
	/** Factor on every wait between attempts and before receipts: 0.001 makes 5 s to 5 ms. */
	timeScale: number;
	/** For webhooks and URL checks. Not scaled, so that a slow test machine does not seem dead. */
	timeouts: Timeouts;
	/** Which answers to webhooks are tried again. */
	retryRule: RetryRule;
	/** Whether receipts are sent for messages that the API took. */
	receipts: boolean;
	/** Records on one page of the Reports API. */
	reportPageSize: number;
}

/** Vonage's own: connecting may take 3 s and answering 15 s (support article 226572227). */
export const defaultSettings: Settings = {
	limits: 'off',
	timeScale: 1,
	timeouts: { connect: 3_000, response: 15_000 },
	retryRule: '429and5xx',
	receipts: true,
	reportPageSize: 1_000,
};
