import { randomUUID } from 'node:crypto';

import type { Database, Transaction } from '../database';
import { answerQuestion, endRound, noteReceipt } from './answering';
import type { RoundResult, Turn } from './answering';
import { ask } from './asking';
import type { Asked } from './asking';
import { findByMessage, findByParties } from './candidates';
import type { Candidate } from './candidates';
import { erasePerson } from './erasePerson';
import { closeRound, lockQuestions, reschedule } from './rounds';
import type { FinalReceipt, NewQuestion, NewRound, Reply } from './types';

export interface DueRound {
	id: string;
	url: string;
}

/**
 * The questions that executions are waiting for, in the store that both nodes use. Each method is one durable transaction.
 * All times are milliseconds since the epoch.
 */
export class Questions {
	constructor(
		private readonly database: Database,
		private readonly now: () => number = () => database.now(),
	) {}

	/**
	 * Stores the questions of a round before any SMS is sent. Ends the earlier rounds of the execution: a loop that
	 * asks twice, or a node that is retried, waits only for the newest round.
	 *
	 * @returns the index of the item that `refuse` kept from asking, when nothing was kept
	 */
	async ask(round: NewRound & { id: string }, questions: NewQuestion[]): Promise<Asked> {
		return await this.change(async (tx) => await ask(tx, this.now(), round, questions));
	}

	/** Records the outcome of each question's SMS. From then on, the round can end. */
	async sent(
		round: string,
		results: Array<{ id: string; messageIds: string[]; failed: Record<string, unknown> | null }>,
	): Promise<void> {
		await this.change(async (tx) => {
			for (const { id, messageIds, failed } of results) {
				if (failed) {
					await tx.run(
						`UPDATE question SET state = 'failed', result = :result WHERE id = :id AND state = 'open'`,
						{ id, result: JSON.stringify(failed) },
					);
				}
				for (const [part, messageId] of messageIds.entries()) {
					await tx.run(
						`INSERT INTO question_sms (message_id, question, part) VALUES (:messageId, :id, :part)
						ON CONFLICT (message_id, question) DO NOTHING`,
						{ messageId, id, part },
					);
				}
			}
			await tx.run(
				`UPDATE question_round SET state = 'open' WHERE id = :round AND state = 'asking'`,
				{
					round,
				},
			);
			await reschedule(tx, round, this.now());
		});
	}

	/** The questions that a message from `peer` to `own` may answer, the newest first. */
	async candidates(
		own: string,
		peer: string,
		reply: Pick<Reply, 'messageId' | 'arrivedAt'>,
	): Promise<Candidate[]> {
		return await findByParties(this.database, own, peer, reply);
	}

	/** The questions that wait for the delivery of a message. */
	async receiptCandidates(receipt: FinalReceipt): Promise<Candidate[]> {
		return await findByMessage(this.database, receipt);
	}

	/** Gives the caller the right to resume a round; null while another caller has it. Only one has it at a time. */
	async lease(round: string, forMs: number): Promise<string | null> {
		const lease = randomUUID();
		const now = this.now();
		const changed = await this.database.run(
			`UPDATE question_round SET lease = :lease, lease_until = :until
			WHERE id = :round AND state <> 'closed' AND lease_until <= :now`,
			{ lease, until: now + forMs, round, now },
		);
		return changed === 1 ? lease : null;
	}

	/** Returns the right. `pause`: milliseconds until the dispatcher checks again by itself if resuming failed. */
	async unlease(
		round: string,
		lease: string,
		again?: { pause: number; failed: boolean },
	): Promise<void> {
		await this.change(async (tx) => {
			const changed = await tx.run(
				`UPDATE question_round SET lease = NULL, lease_until = 0 WHERE id = :round AND lease = :lease`,
				{ round, lease },
			);
			if (changed === 0) return;
			await reschedule(tx, round, this.now());
			if (!again) return;
			await tx.run(
				`UPDATE question_round SET attempts = attempts + :failed,
					due_at = CASE WHEN due_at < :dueAt THEN :dueAt ELSE due_at END
				WHERE id = :round`,
				{ round, failed: again.failed ? 1 : 0, dueAt: this.now() + again.pause },
			);
		});
	}

	/** Whether the items of a round have been passed to n8n, and how often resuming it failed. */
	async progress(round: string): Promise<{ handed: boolean; attempts: number }> {
		const [row] = await this.database.all(
			'SELECT handed, attempts FROM question_round WHERE id = :round',
			{ round },
		);
		return { handed: Number(row?.['handed'] ?? 1) > 0, attempts: Number(row?.['attempts'] ?? 0) };
	}

	/** Called in the webhook of the waiting node: checks whether the reply answers the question. */
	async answer(given: Turn & { question: string }, reply: Reply): Promise<RoundResult> {
		return await this.change(async (tx) => await answerQuestion(tx, this.now(), given, reply));
	}

	/** Called in the webhook of the waiting node: records the receipt of one of its messages. */
	async receipt(given: Turn & { question: string }, receipt: FinalReceipt): Promise<RoundResult> {
		return await this.change(async (tx) => await noteReceipt(tx, this.now(), given, receipt));
	}

	/** Called in the webhook of the waiting node: checks whether its time limit has passed. */
	async end(given: Turn): Promise<RoundResult> {
		return await this.change(async (tx) => await endRound(tx, this.now(), given));
	}

	/** The execution continued, or never will: removes texts and the signed URL. */
	async close(round: string): Promise<void> {
		await this.change(async (tx) => await closeRound(tx, round, this.now()));
	}

	/** Rounds to check: their time limit has passed, they are complete, or an SMS of their plan is due. */
	async due(limit = 20): Promise<DueRound[]> {
		const now = this.now();
		const rows = await this.database.all(
			`SELECT id, url FROM question_round
			WHERE due_at <= :now AND state <> 'closed' AND lease_until <= :now ORDER BY due_at LIMIT :limit`,
			{ now, limit },
		);
		return rows.map((row) => ({ id: String(row['id']), url: String(row['url']) }));
	}

	/** Deletes rounds that were closed a week ago. Returns their count. */
	async cleanUp(): Promise<number> {
		return await this.database.run('DELETE FROM question_round WHERE forget_at <= :now', {
			now: this.now(),
		});
	}

	/**
	 * Removes all data about a person. An execution that waits for their reply continues without it.
	 *
	 * @param peer phone number in digits
	 */
	async erase(peer: string): Promise<number> {
		return await this.change(async (tx) => await erasePerson(tx, this.now(), peer));
	}

	private async change<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
		return await this.database.transaction(async (tx) => {
			await lockQuestions(tx);
			return await work(tx);
		});
	}
}
