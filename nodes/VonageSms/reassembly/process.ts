import { randomUUID } from 'node:crypto';

import type { Database } from '../database';
import { LEASE_MS } from './policy';

/** Names this process in the store, where executions begin messages. */
export const PROCESS_ID = randomUUID();

const RENEW_MS = LEASE_MS / 3;

/** @param seenAt when the process was last seen, in milliseconds; null if unknown */
export function isProcessAlive(id: unknown, seenAt: unknown, now: number): boolean {
	return id === PROCESS_ID || (seenAt !== null && Number(seenAt) > now - LEASE_MS);
}

/**
 * Keeps this process's stamp in the store fresh while it lives, from the first message on that an
 * execution begins in it: in queue mode the dispatcher of another process cannot see otherwise
 * whether a worker is still at work.
 */
export class ProcessStamp {
	private timer: NodeJS.Timeout | null = null;

	constructor(private readonly database: Database) {}

	/** Resolves once the stamp is in the store. */
	async start(): Promise<void> {
		if (this.timer) return;
		this.timer = setInterval(() => {
			// The next one may succeed; until then the stamp ages, as it should.
			this.renew().catch(() => undefined);
		}, RENEW_MS).unref();
		await this.renew();
	}

	stop(): void {
		if (this.timer) clearInterval(this.timer);
		this.timer = null;
	}

	private async renew(): Promise<void> {
		const now = this.database.now();
		await this.database.transaction(
			async (transaction) => {
				await transaction.run(
					`INSERT INTO process (id, seen_at) VALUES (:id, :now)
					ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at`,
					{ id: PROCESS_ID, now },
				);
			},
			{ durable: false },
		);
	}
}
