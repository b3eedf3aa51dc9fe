import type { DatabaseSync } from 'node:sqlite';

/** Every statement of the store, prepared once. One statement, one purpose. */
export function prepareStatements(database: DatabaseSync) {
	const prepare = (sql: string) => database.prepare(sql);
	return {
		register: prepare(
			'INSERT INTO dispatcher (scope, registered_at) VALUES (:scope, :now) ON CONFLICT DO NOTHING',
		),
		hasDispatcher: prepare('SELECT 1 FROM dispatcher WHERE scope = :scope'),

		generations: prepare(`
			SELECT id, state, emission, sealed, due_at, last_part_at
			FROM message WHERE scope = :scope AND key = :key
			ORDER BY id DESC`),
		slots: prepare('SELECT part, record_key, digest FROM part WHERE message_id = :row'),

		open: prepare(`
			INSERT INTO message (scope, key, sender, total, received, state, last_part_at, due_at, due_since)
			VALUES (:scope, :key, :sender, :total, 1, :state, :now, :dueAt, :now)`),
		insertPart: prepare(`
			INSERT INTO part (message_id, seq, part, record_key, digest, emission, received_at, body)
			VALUES (:row, (SELECT count(*) FROM part WHERE message_id = :row),
				:part, :recordKey, :digest, :emission, :now, :body)`),
		grow: prepare(`
			UPDATE message SET received = received + 1, last_part_at = :now, newest_emission = :emission,
				due_at = CASE state WHEN 'collecting' THEN :timeoutAt ELSE due_at END
			WHERE id = :row`),
		becomeDue: prepare(`
			UPDATE message SET state = 'due', due_at = :now, due_since = :now
			WHERE id = :row AND state = 'collecting'`),
		reopen: prepare(`
			UPDATE message SET state = 'due', due_at = :now, due_since = :now, emission = newest_emission,
				sealed = 0, lease = NULL, released = 0, redelivered = 0
			WHERE id = :row`),

		lapseLeases: prepare(`
			UPDATE message SET state = 'due', due_at = :now, lease = NULL, redelivered = 1
			WHERE scope = :scope AND state = 'delivering' AND due_at <= :now`),
		expire: prepare(`
			UPDATE message SET state = 'due', due_since = due_at
			WHERE scope = :scope AND state = 'collecting' AND due_at <= :now`),
		discardExpired: prepare(`
			UPDATE message SET state = 'delivered', sealed = 1, due_at = :forgetAt
			WHERE scope = :scope AND state = 'collecting' AND due_at <= :now`),
		discard: prepare(`
			UPDATE message SET state = 'delivered', sealed = 1, due_at = :forgetAt
			WHERE id = :row AND state = 'collecting'`),
		/** Answers a row only where more than `limit` messages collect. */
		collectingPast: prepare(`
			SELECT 1 FROM message WHERE scope = :scope AND state = 'collecting' LIMIT 1 OFFSET :limit`),
		timeOutOldest: prepare(`
			UPDATE message SET due_at = :now WHERE id IN (
				SELECT id FROM message WHERE scope = :scope AND state = 'collecting'
				ORDER BY due_at DESC LIMIT -1 OFFSET :limit)`),
		timeOutOldestOfSenders: prepare(`
			UPDATE message SET due_at = :now WHERE id IN (
				SELECT id FROM (
					SELECT id, row_number() OVER (PARTITION BY sender ORDER BY due_at DESC) AS newest
					FROM message WHERE scope = :scope AND state = 'collecting')
				WHERE newest > :limit)`),

		somethingToClaim: prepare(`
			SELECT EXISTS (SELECT 1 FROM message WHERE scope = :scope AND state = 'due' AND due_at <= :now)
				OR EXISTS (SELECT 1 FROM message WHERE scope = :scope AND state = 'collecting' AND due_at <= :now)
				OR EXISTS (SELECT 1 FROM message WHERE scope = :scope AND state = 'delivering' AND due_at <= :now)
				OR EXISTS (SELECT 1 FROM message WHERE scope = :scope AND state = 'collecting' LIMIT 1 OFFSET :limit)
				AS found`),
		due: prepare(`
			SELECT id, emission, total, redelivered FROM message
			WHERE scope = :scope AND state = 'due' AND due_at <= :now
			ORDER BY due_since, id LIMIT :limit`),
		dueOnePerSender: prepare(`
			SELECT id, emission, total, redelivered FROM message AS candidate
			WHERE scope = :scope AND state = 'due' AND due_at <= :now
				AND NOT EXISTS (SELECT 1 FROM message
					WHERE scope = :scope AND sender = candidate.sender AND state = 'delivering')
				AND NOT EXISTS (SELECT 1 FROM message AS earlier
					WHERE scope = :scope AND sender = candidate.sender AND state = 'due'
						AND (earlier.due_since, earlier.id) < (candidate.due_since, candidate.id))
			ORDER BY due_since, id LIMIT :limit`),
		lease: prepare(`
			UPDATE message SET state = 'delivering', sealed = 1, lease = :lease, due_at = :until
			WHERE id = :row`),
		partsOfEmission: prepare(`
			SELECT part, received_at, body FROM part
			WHERE message_id = :row AND part > 0 AND emission <= :emission ORDER BY seq`),

		renew: prepare(`
			UPDATE message SET due_at = :until
			WHERE id = :row AND lease = :lease AND state = 'delivering'`),
		underWay: prepare(`
			SELECT total, received, newest_emission FROM message
			WHERE id = :row AND emission = :emission AND state IN ('due', 'delivering')`),
		delivered: prepare(`
			UPDATE message SET state = 'delivered', sealed = 1, lease = NULL, due_at = :forgetAt WHERE id = :row`),
		dropBodies: prepare('UPDATE part SET body = NULL WHERE message_id = :row'),
		release: prepare(`
			UPDATE message SET state = 'due', due_at = :dueAt, lease = NULL, released = released + 1
			WHERE id = :row AND lease = :lease AND state = 'delivering'`),
		timesReleased: prepare('SELECT released FROM message WHERE id = :row'),

		forget: prepare(`
			DELETE FROM message WHERE id IN (
				SELECT id FROM message WHERE state = 'delivered' AND due_at <= :now
				ORDER BY due_at LIMIT :limit)`),
		purgeMessages: prepare('DELETE FROM message WHERE scope = :scope'),
		purgeDispatcher: prepare('DELETE FROM dispatcher WHERE scope = :scope'),

		readNote: prepare('SELECT value FROM note WHERE name = :name'),
		writeNote: prepare(`
			INSERT INTO note (name, value) VALUES (:name, :value)
			ON CONFLICT (name) DO UPDATE SET value = excluded.value`),
		removeNote: prepare('DELETE FROM note WHERE name = :name'),
	};
}

export type Statements = ReturnType<typeof prepareStatements>;
