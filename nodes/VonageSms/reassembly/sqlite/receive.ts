import { place, type Generation, type GenerationState, type Placement } from '../placement';
import type { IncomingRecord, PlacementPolicy } from '../store';
import type { ReceiveOutcome } from '../types';
import type { Statements } from './statements';

/** Places one record. Runs inside a transaction that its caller commits. */
export function receive(
	sql: Statements,
	record: IncomingRecord,
	policy: PlacementPolicy,
	now: number,
): ReceiveOutcome {
	if (!sql.hasDispatcher.get({ scope: record.scope })) return 'noDispatcher';

	const placement = place(generationsOf(sql, record), record, policy, now);
	switch (placement.kind) {
		case 'duplicate':
			if (placement.absorb) absorb(sql, record, placement.row, now);
			return 'duplicate';
		case 'join':
			return join(sql, record, placement, policy, now);
		case 'open':
			if (placement.supersedes !== null) supersede(sql, placement.supersedes, policy, now);
			return open(sql, record, placement.complete, policy, now);
	}
}

function generationsOf(sql: Statements, { scope, key }: IncomingRecord): Generation[] {
	return sql.generations.all({ scope, key }).map((row) => ({
		row: Number(row['id']),
		state: String(row['state']) as GenerationState,
		emission: Number(row['emission']),
		sealed: row['sealed'] === 1,
		dueAt: Number(row['due_at']),
		lastPartAt: Number(row['last_part_at']),
		slots: sql.slots.all({ row: Number(row['id']) }).map((slot) => ({
			part: Number(slot['part']),
			recordKey: String(slot['record_key']),
			digest: String(slot['digest']),
		})),
	}));
}

function join(
	sql: Statements,
	record: IncomingRecord,
	{ row, emission, effect }: Extract<Placement, { kind: 'join' }>,
	policy: PlacementPolicy,
	now: number,
): ReceiveOutcome {
	insertPart(sql, record, row, emission, now);
	sql.grow.run({ row, emission, now, timeoutAt: now + policy.partTimeout });
	switch (effect) {
		case 'wait':
			return 'stored';
		case 'complete':
			sql.becomeDue.run({ row, now });
			return 'due';
		case 'reopen':
			sql.reopen.run({ row, now });
			return 'due';
	}
}

function open(
	sql: Statements,
	record: IncomingRecord,
	complete: boolean,
	policy: PlacementPolicy,
	now: number,
): ReceiveOutcome {
	const { scope, key, sender, total } = record;
	const { lastInsertRowid } = sql.open.run({
		scope,
		key,
		sender,
		total,
		state: complete ? 'due' : 'collecting',
		now,
		dueAt: complete ? now : now + policy.partTimeout,
	});
	insertPart(sql, record, Number(lastInsertRowid), 0, now);
	return complete ? 'due' : 'stored';
}

function supersede(sql: Statements, row: number, policy: PlacementPolicy, now: number): void {
	if (policy.emitIncomplete) sql.becomeDue.run({ row, now });
	else sql.discard.run({ row, forgetAt: now + policy.rememberFor });
}

function insertPart(
	sql: Statements,
	{ part, recordKey, digest, body }: IncomingRecord,
	row: number,
	emission: number,
	now: number,
): void {
	sql.insertPart.run({ row, part, recordKey, digest, emission, now, body });
}

/** Slot 0 keeps the identity alone: a retry of the duplicate is then known as well. */
function absorb(
	sql: Statements,
	{ recordKey, digest }: IncomingRecord,
	row: number,
	now: number,
): void {
	sql.insertPart.run({ row, part: 0, recordKey, digest, emission: 0, now, body: null });
}
