import type { Migration } from './index';

/** Messages that go out with an earlier one of the same sender. */
export const BURSTS: Migration = { sqlite: schema('INTEGER'), postgres: schema('bigint') };

function schema(long: string): string {
	return `
-- One row a record of a message that was joined to another at its first claim. The joined message itself counts as
-- delivered from then on; its text is here until the other one is confirmed.
CREATE TABLE joined_part (
	-- The message that it goes out with.
	message_id ${long} NOT NULL,
	-- 1 for the first message that was joined, counting up; and the order of its records.
	position INTEGER NOT NULL,
	seq INTEGER NOT NULL,
	total INTEGER NOT NULL,
	part INTEGER NOT NULL,
	received_at ${long} NOT NULL,
	body TEXT NOT NULL,
	PRIMARY KEY (message_id, position, seq)
);
`;
}
