import type { MessageStore } from '../../../nodes/VonageSms/reassembly';

/** A store in a database of its own, and the floor in the same database. */
export interface BenchedStore {
	name: 'SQLite' | 'PostgreSQL';
	store: MessageStore;
	/** One row of the size of a record in a transaction of its own, durable: what no store can beat. */
	floor(id: number): Promise<void>;
	/** Fills the store up to so many open messages, with one part each, in scopes that nobody claims from. */
	fill(open: number): Promise<void>;
	/** Bytes on disk. */
	size(): Promise<number>;
	close(): Promise<void>;
}

/** About as long as a stored part of 153 characters. */
export const BODY = 'x'.repeat(600);

/** `random` is an expression that gives a fresh hash for each row: real keys are hashes, in no order. */
export function fillMessages(random: string, rows: string): string {
	return `
		INSERT INTO message (scope, key, sender, total, received, state, last_part_at, due_at)
		SELECT 'filled/' || (n % 100), ${random}, ${random}, 3, 1, 'collecting', 0, 9000000000000 FROM ${rows}`;
}

/** A part for each filled message that has none yet. */
export function fillParts(random: string, afterId: string): string {
	return `
		INSERT INTO part (message_id, seq, part, record_key, digest, emission, received_at, body)
		SELECT id, 1, 1, ${random}, ${random}, 0, 0, '${BODY}' FROM message
		WHERE id > ${afterId} AND scope LIKE 'filled/%'`;
}
