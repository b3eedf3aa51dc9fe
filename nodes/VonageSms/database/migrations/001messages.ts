import type { Migration } from './index';

/** Messages, their parts, who serves them, and notes. */
export const MESSAGES: Migration = {
	sqlite: schema({ id: 'INTEGER PRIMARY KEY AUTOINCREMENT', long: 'INTEGER' }),
	postgres: schema({ id: 'bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY', long: 'bigint' }),
};

/** Both databases read the same text but for the types of numbers beyond 32 bits. */
function schema({ id, long }: { id: string; long: string }): string {
	return `
-- Scopes that a dispatcher serves: without one nothing is accepted.
CREATE TABLE dispatcher (
	scope TEXT PRIMARY KEY,
	-- Since when the dispatcher has been seen without a longer gap, and when it was seen last.
	serving_since ${long} NOT NULL,
	seen_at ${long} NOT NULL,
	-- Own numbers in digits between spaces, ' 447700900001 '; null for any.
	serves TEXT,
	-- For how long its delivered messages are remembered.
	remember_for ${long} NOT NULL,
	-- 1 when too many messages wait for it.
	is_full INTEGER NOT NULL DEFAULT 0
);

-- Processes in which an execution has begun a message, and when each was last seen alive.
CREATE TABLE process (
	id TEXT PRIMARY KEY,
	seen_at ${long} NOT NULL
);

-- One row a message: a single SMS, a receipt, or one generation of a concatenation reference.
CREATE TABLE message (
	id ${id},
	scope TEXT NOT NULL,
	-- A hash: what the parts of one message have in common.
	key TEXT NOT NULL,
	-- A hash of the sender's number, for receipts of the message's id.
	sender TEXT NOT NULL,
	total INTEGER NOT NULL,
	received INTEGER NOT NULL,
	state TEXT NOT NULL CHECK (state IN ('collecting', 'due', 'delivering', 'delivered')),
	-- Number of the item under way or last given; parts that come after it was claimed belong to the next.
	emission INTEGER NOT NULL DEFAULT 0,
	newest_emission INTEGER NOT NULL DEFAULT 0,
	-- 1 when the emission is closed to further parts: it was claimed, or discarded.
	sealed INTEGER NOT NULL DEFAULT 0,
	-- How many emissions before this one were handed over.
	given INTEGER NOT NULL DEFAULT 0,
	last_part_at ${long} NOT NULL,
	-- What the records say of their time, of the earliest and the latest; null where none says it.
	first_sent_at ${long},
	last_sent_at ${long},
	-- When the state ends by itself: collecting, it times out; due, it may be claimed;
	-- delivering, the lease runs out; delivered, it may be forgotten.
	due_at ${long} NOT NULL,
	-- Order of handing over.
	due_since ${long} NOT NULL DEFAULT 0,
	lease TEXT,
	-- Counts the claims of this emission.
	attempt INTEGER NOT NULL DEFAULT 0,
	released INTEGER NOT NULL DEFAULT 0,
	redelivered INTEGER NOT NULL DEFAULT 0,
	-- The execution that began this emission, of which attempt it is, and the process that it runs in.
	begun_by TEXT,
	begun_attempt INTEGER,
	begun_in TEXT,
	begun_at ${long},
	-- 1 when an execution of this emission died and another was allowed.
	run_again INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX message_key ON message (scope, key, id);
CREATE INDEX message_collecting ON message (scope, due_at) WHERE state = 'collecting';
CREATE INDEX message_due ON message (scope, due_since, id) WHERE state = 'due';
CREATE INDEX message_delivering ON message (scope, due_at) WHERE state = 'delivering';
CREATE INDEX message_delivered ON message (due_at) WHERE state = 'delivered';
CREATE INDEX message_due_sender ON message (scope, sender, due_since, id) WHERE state = 'due';

-- One row a record. No foreign key: looking its message up would cost each insert a fifth of its time.
CREATE TABLE part (
	message_id ${long} NOT NULL,
	-- Order of arrival.
	seq INTEGER NOT NULL,
	part INTEGER NOT NULL,
	-- 'repetition': repeats the content of another under a new id; 'moved': was taken for one by an earlier message.
	role TEXT NOT NULL DEFAULT 'part' CHECK (role IN ('part', 'repetition', 'moved')),
	-- Hashes: identity of the record, and of its content. Null for a message of one record, whose key is its identity.
	record_key TEXT,
	digest TEXT,
	emission INTEGER NOT NULL,
	received_at ${long} NOT NULL,
	-- ASCII JSON as text, not jsonb, which refuses a lone surrogate; null once nobody needs it.
	body TEXT,
	PRIMARY KEY (message_id, seq)
);
CREATE INDEX part_record ON part (record_key) WHERE record_key IS NOT NULL;
CREATE INDEX part_repetition ON part (received_at) WHERE role = 'repetition' AND body IS NOT NULL;

-- What a registration has to remember over a crash.
CREATE TABLE note (
	name TEXT PRIMARY KEY,
	value TEXT NOT NULL
);
`;
}
