/** The meaning of n8n's HTTP response to a resume. The status code alone isn't enough. */
export type Meaning =
	/** Our own webhook ran and n8n's claim of the execution is committed. */
	| { kind: 'ours'; verdict: Verdict }
	/** The execution does not wait yet, or it was resumed a moment ago. */
	| { kind: 'running' }
	/** The execution ended, was deleted or stopped, or waits at another node. */
	| { kind: 'gone' }
	/** n8n lost a race within itself, or has another fault. */
	| { kind: 'failed' }
	/** No n8n that serves resume URLs answered at this address. */
	| { kind: 'unserved'; what: string }
	| { kind: 'starting' }
	/** Another encryption key, or a path prefix that n8n signs and does not check. */
	| { kind: 'unauthorized' };

/** `unavailable`: the node's store didn't respond. */
export type Verdict = 'complete' | 'kept' | 'refused' | 'unavailable';

const VERDICTS: readonly Verdict[] = ['complete', 'kept', 'refused', 'unavailable'];

/** The responses of the node's own webhook. */
export interface OwnAnswer {
	vonageSmsQuestions: Verdict;
	round: string;
}

/**
 * Reads n8n's answer to a POST at a signed resume URL.
 *
 * @param round the round that was resumed: only an answer that names it is our own
 */
export function readN8nAnswer(status: number, body: string, round: string): Meaning {
	const verdict = ownVerdict(body, round);
	if (verdict) return { kind: 'ours', verdict };
	if (status === 401) return { kind: 'unauthorized' };
	if (status === 409) return { kind: /running already/i.test(body) ? 'running' : 'gone' };
	if (status === 404) {
		// The last of them: an execution that crashed at its first node.
		return /does not exist|does not contain a waiting webhook|could not find node/i.test(body)
			? { kind: 'gone' }
			: { kind: 'unserved', what: 'HTTP 404' };
	}
	if (status === 429 || status === 503) return { kind: 'starting' };
	if (status === 500) return { kind: 'failed' };
	if (status === 200 && /starting up/i.test(body)) return { kind: 'starting' };
	if (status === 200 && /no action required/i.test(body)) return { kind: 'gone' };
	return { kind: 'unserved', what: `HTTP ${status}` };
}

function ownVerdict(body: string, round: string): Verdict | null {
	try {
		const answer = JSON.parse(body) as Partial<OwnAnswer> | null;
		if (answer?.round !== round) return null;
		return VERDICTS.find((verdict) => verdict === answer.vonageSmsQuestions) ?? null;
	} catch {
		return null;
	}
}
