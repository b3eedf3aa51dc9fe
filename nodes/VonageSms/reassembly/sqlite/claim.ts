import { randomUUID } from 'node:crypto';

import type { ClaimedMessage, ClaimPolicy } from '../store';
import type { Statements } from './statements';

/** Whether a claim would find anything: read without a write lock, since a dispatcher asks each second. */
export function somethingToClaim(
	sql: Statements,
	scope: string,
	policy: ClaimPolicy,
	now: number,
): boolean {
	const limit = policy.openPerSenderLimit;
	return sql.somethingToClaim.get({ scope, now, limit })?.['found'] === 1;
}

/** Leases what is due, oldest first. Runs inside a transaction that its caller commits. */
export function claim(
	sql: Statements,
	scope: string,
	policy: ClaimPolicy,
	now: number,
): ClaimedMessage[] {
	sql.lapseLeases.run({ scope, now });
	expireBeyondBounds(sql, scope, policy, now);
	if (policy.emitIncomplete) sql.expire.run({ scope, now });
	else sql.discardExpired.run({ scope, now, forgetAt: now + policy.rememberFor });

	const due = policy.onePerSender ? sql.dueOnePerSender : sql.due;
	return due.all({ scope, now, limit: policy.limit }).map((row) => {
		const claimed = {
			row: Number(row['id']),
			emission: Number(row['emission']),
			lease: randomUUID(),
		};
		sql.lease.run({ row: claimed.row, lease: claimed.lease, until: now + policy.leaseFor });
		return {
			...claimed,
			redelivered: row['redelivered'] === 1,
			total: Number(row['total']),
			parts: partsOf(sql, claimed.row, claimed.emission),
		};
	});
}

/** Nobody can fill the disk with first parts: past the bounds the oldest time out early, none is dropped. */
function expireBeyondBounds(
	sql: Statements,
	scope: string,
	policy: ClaimPolicy,
	now: number,
): void {
	const { openLimit, openPerSenderLimit } = policy;
	// A few thousand index entries tell whether the costly look at the senders is needed at all.
	if (!sql.collectingPast.get({ scope, limit: openPerSenderLimit })) return;
	sql.timeOutOldestOfSenders.run({ scope, now, limit: openPerSenderLimit });
	sql.timeOutOldest.run({ scope, now, limit: openLimit });
}

function partsOf(sql: Statements, row: number, emission: number): ClaimedMessage['parts'] {
	return sql.partsOfEmission.all({ row, emission }).map((part) => ({
		part: Number(part['part']),
		receivedAt: Number(part['received_at']),
		body: String(part['body']),
	}));
}
