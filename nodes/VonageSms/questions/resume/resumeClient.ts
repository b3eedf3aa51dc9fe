import { resumeAddresses } from './addresses';
import { readN8nAnswer } from './n8nAnswer';
import type { Meaning } from './n8nAnswer';

/** Milliseconds to wait for n8n, which responds when the execution is claimed, not when it ends. */
const RESUME_TIMEOUT_MS = 30_000;

/** Asks n8n to run the webhook of a waiting node. */
export interface ResumeClient {
	/**
	 * POSTs to a signed resume URL. Uses n8n's global `fetch` rather than its request helper, which refuses loopback
	 * addresses where `N8N_SSRF_PROTECTION_ENABLED` is set.
	 *
	 * @throws ResumeTimeout when n8n may still be working on it
	 */
	post(round: string, signedUrl: string, body: object): Promise<Meaning>;
}

/** n8n has the request and didn't respond in time. Until it does, the execution must get no other request. */
export class ResumeTimeout extends Error {
	override name = 'ResumeTimeout';
}

export function resumeClient(addressesOf = resumeAddresses): ResumeClient {
	return {
		async post(round, signedUrl, body) {
			let known: ForThisAddress = { kind: 'unserved', what: 'no answer' };
			for (const address of addressesOf(signedUrl)) {
				const next = await postTo(address, round, body).catch((error: unknown) => {
					// Of an execution that this machine does not know, another address can only say more.
					if (known.kind === 'gone') return known;
					throw error;
				});
				if (!isForThisAddress(next)) return next;
				if (WEIGHT[next.kind] >= WEIGHT[known.kind]) known = next;
			}
			return known;
		},
	};
}

/**
 * What an address cannot serve, does not know, or cannot check, another may: a process without webhooks, or another
 * n8n that shares the store, has asked. Where none can, the heaviest answer counts: a proxy may refuse everything.
 */
const WEIGHT = { unserved: 0, unauthorized: 1, gone: 2 } as const;

type ForThisAddress = Extract<Meaning, { kind: keyof typeof WEIGHT }>;

function isForThisAddress(meaning: Meaning): meaning is ForThisAddress {
	return meaning.kind in WEIGHT;
}

async function postTo(address: string, round: string, body: object): Promise<Meaning> {
	let failure: unknown;
	try {
		const response = await fetch(address, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body),
			redirect: 'manual',
			signal: AbortSignal.timeout(RESUME_TIMEOUT_MS),
		});
		return readN8nAnswer(response.status, await response.text(), round);
	} catch (error) {
		failure = error;
	}
	if ((failure as { name?: unknown }).name === 'TimeoutError') {
		throw new ResumeTimeout(
			"n8n didn't respond within 30 seconds when asked to resume a waiting execution",
		);
	}
	return { kind: 'unserved', what: reasonOf(failure) };
}

/** Without the URL, which is signed. */
function reasonOf(error: unknown): string {
	const cause =
		error instanceof Error ? (error.cause as { code?: unknown } | undefined) : undefined;
	return typeof cause?.code === 'string' ? cause.code : 'no connection';
}
