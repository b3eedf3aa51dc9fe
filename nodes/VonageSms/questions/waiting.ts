import type { Candidate } from './candidates';
import type { DueRound, Questions } from './questions';
import type { ResumeClient } from './resume/resumeClient';
import type { Meaning, Verdict } from './resume/n8nAnswer';
import type { FinalReceipt, Reply } from './types';

/** A request to the webhook of a waiting node. */
export type Command =
	| { kind: 'answer'; lease: string; question: string; reply: Reply }
	| { kind: 'receipt'; lease: string; question: string; receipt: FinalReceipt }
	| { kind: 'end'; lease: string };

export interface WaitingLog {
	debug(message: string): void;
	warn(message: string): void;
}

/** Longer than the wait for n8n, so that a request whose response is lost has certainly ended. */
const LEASE_MS = 60_000;
/** How often n8n can fail to continue an execution that it knows, over at least two minutes, before the attempts end. */
const MOST_FAILURES = 7;
/** Until the dispatcher checks again by itself. */
const PAUSE_MS = {
	running: 1000,
	failed: 2000,
	starting: 2000,
	unserved: 5000,
	unauthorized: 30_000,
};

/** The outcome of resuming one round. */
type Outcome = 'complete' | 'kept' | 'refused' | 'gone';

/** The execution can't accept the message now, so it has to be offered again. */
class NotWaitingYet extends Error {
	override name = 'NotWaitingYet';
}

/** Passes messages to the executions that wait for them, and ends waits whose time limit has passed. */
export class Waiting {
	/** Rounds whose n8n didn't respond properly, so that each is reported once. */
	private readonly reported = new Set<string>();

	constructor(
		private readonly questions: Questions,
		private readonly client: ResumeClient,
		private readonly log: WaitingLog,
	) {}

	/**
	 * Offers a message to the questions that are open to its sender. Resolves with whether one of them took it: then
	 * it starts no workflow. Rejects when that cannot be decided now.
	 */
	async offer(reply: Reply): Promise<boolean> {
		const own = digitsOf(reply.to);
		const peer = digitsOf(reply.from);
		if (own === '' || peer === '') return false;
		const candidates = inOrder(await this.questions.candidates(own, peer, reply), reply);
		for (const { id, round, url, answeredBefore } of candidates) {
			const outcome = await this.resume(round, url, answeredBefore, (lease) => ({
				kind: 'answer',
				lease,
				question: id,
				reply,
			}));
			if (reply.optOut) continue;
			if (outcome === 'complete' || outcome === 'kept') return true;
		}
		return false;
	}

	/** The same for a final delivery receipt. */
	async offerReceipt(receipt: FinalReceipt): Promise<boolean> {
		for (const { id, round, url, answeredBefore } of await this.questions.receiptCandidates(
			receipt,
		)) {
			const outcome = await this.resume(round, url, answeredBefore, (lease) => ({
				kind: 'receipt',
				lease,
				question: id,
				receipt,
			}));
			if (outcome === 'complete' || outcome === 'kept') return true;
		}
		return false;
	}

	/** Ends expired rounds and sends due reminders. An error in one round does not reject. */
	async lookAtDue(): Promise<void> {
		await Promise.all((await this.questions.due()).map(async (round) => await this.lookAt(round)));
	}

	private async lookAt({ id, url }: DueRound): Promise<void> {
		await this.resume(id, url, false, (lease) => ({ kind: 'end', lease })).catch(
			(error: unknown) => {
				const { message } = error as Error;
				this.log.debug(`An execution waiting for a reply couldn't be checked. ${message}`);
			},
		);
	}

	private async resume(
		round: string,
		url: string | null,
		answeredBefore: boolean,
		command: (lease: string) => Command,
	): Promise<Outcome> {
		if (url === null) return answeredBefore ? 'complete' : 'refused';
		const lease = await this.questions.lease(round, LEASE_MS);
		if (lease === null) {
			throw new NotWaitingYet('Another message is being passed to this execution');
		}
		// When n8n does not answer in time it may still be at it: the lease keeps others away until it has run out.
		const meaning = await this.client.post(round, url, command(lease));
		return await this.conclude(round, lease, meaning, answeredBefore);
	}

	/** The table of n8n's answers in docs/send-and-wait.md. */
	private async conclude(
		round: string,
		lease: string,
		meaning: Meaning,
		answeredBefore: boolean,
	): Promise<Outcome> {
		if (meaning.kind === 'ours') return await this.believe(round, lease, meaning.verdict);

		const { handed, attempts } = await this.questions.progress(round);
		if (handed && ['running', 'gone', 'failed'].includes(meaning.kind)) {
			// It was resumed before, but the response was lost.
			if (meaning.kind !== 'failed' || attempts >= MOST_FAILURES) {
				await this.forget(round);
				return answeredBefore ? 'complete' : 'gone';
			}
		}
		if (meaning.kind === 'gone') {
			this.log.debug(`A question was closed, because the execution waiting for it has ended`);
			await this.forget(round);
			return answeredBefore ? 'complete' : 'gone';
		}
		if (meaning.kind === 'failed' && attempts >= MOST_FAILURES) {
			this.log.warn(
				`n8n failed ${attempts} times to continue an execution waiting for a reply, so its questions were closed`,
			);
			await this.forget(round);
			return answeredBefore ? 'complete' : 'gone';
		}
		const failed = meaning.kind === 'failed';
		await this.questions.unlease(round, lease, {
			pause: failed ? PAUSE_MS.failed * 2 ** attempts : PAUSE_MS[meaning.kind],
			failed,
		});
		this.report(round, meaning);
		throw new NotWaitingYet("The execution waiting for a reply can't continue yet");
	}

	private async believe(round: string, lease: string, verdict: Verdict): Promise<Outcome> {
		if (verdict === 'complete') {
			await this.forget(round);
			return verdict;
		}
		if (verdict !== 'unavailable') {
			await this.questions.unlease(round, lease);
			return verdict;
		}
		await this.questions.unlease(round, lease, { pause: PAUSE_MS.starting, failed: false });
		throw new NotWaitingYet("The execution waiting for a reply couldn't reach the SMS store");
	}

	private async forget(round: string): Promise<void> {
		this.reported.delete(round);
		await this.questions.close(round);
	}

	/** One line for each execution, without the URL, which is signed. */
	private report(round: string, meaning: Meaning): void {
		const why = explain(meaning);
		if (why === null || this.reported.has(round)) return;
		this.reported.add(round);
		this.log.warn(
			`An execution waiting for a reply can't be continued yet and will be retried. ${why}`,
		);
	}
}

/** Questions whose code is in the reply come first, then the newest, or the oldest if the newest is set that way. */
function inOrder(candidates: Candidate[], { text }: Reply): Candidate[] {
	const ordered = candidates[0]?.oldestFirst ? candidates.toReversed() : candidates;
	const rank = ({ answeredBefore, code }: Candidate) => {
		if (answeredBefore) return 0;
		if (code === null) return 2;
		return text?.includes(code) ? 1 : 3;
	};
	return ordered.toSorted((a, b) => rank(a) - rank(b));
}

function explain(meaning: Meaning): string | null {
	if (meaning.kind === 'unserved') {
		return `No n8n process serves its resume URL (${meaning.what}). Check that the reverse proxy sends /webhook-waiting/ to a process that serves webhooks.`;
	}
	if (meaning.kind === 'unauthorized') {
		return `n8n doesn't accept the signature of its resume URL. Check that all processes have the same N8N_ENCRYPTION_KEY and that WEBHOOK_URL is an address without a path.`;
	}
	return null;
}

/** Empty if the value isn't a number. */
function digitsOf(value: string | null): string {
	return /^\+?(\d+)$/.exec(value ?? '')?.[1] ?? '';
}
