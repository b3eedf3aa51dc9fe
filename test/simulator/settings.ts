import type { Sending } from './api/faults';
import type { RetryRule } from './webhooks/retry';
import type { Timeouts } from './webhooks/webRequest';

/** How the simulator itself behaves, apart from the account. All settings can be changed while it's running. */
export interface Settings {
	/** `real`: Vonage's request limits answer 429, or status 1 for SMS. */
	limits: 'real' | 'off';
	/** Factor for all waits between attempts and before receipts: 0.001 turns 5 s into 5 ms. */
	timeScale: number;
	/** For webhooks and URL checks. Not scaled, so that a slow test machine doesn't time out. */
	timeouts: Timeouts;
	/** Which answers to webhooks are tried again. */
	retryRule: RetryRule;
	/** Whether receipts are sent for accepted messages. */
	receipts: boolean;
	/** How n8n answers webhooks: `slow` gets them and answers too late for Vonage, `down` cannot be reached. */
	n8n: 'up' | 'slow' | 'down';
	/** How the SMS API and the Messages API answer sends. */
	sending: Sending;
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
	n8n: 'up',
	sending: 'normal',
	reportPageSize: 1_000,
};
