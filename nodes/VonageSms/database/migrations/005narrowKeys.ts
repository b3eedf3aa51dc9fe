import type { Migration } from './index';

/**
 * Hashes of 128 bits instead of 256; at most one newest message of each key, so that two processes cannot
 * begin the same message at the same moment; and attempts that may not begin anymore.
 */
export const NARROW_KEYS: Migration = {
	sqlite: changes('INTEGER'),
	// Hashes have no language: comparing them byte by byte is quicker than by the rules of one.
	postgres: `
${changes('bigint')}
ALTER TABLE message
	ALTER COLUMN scope TYPE text COLLATE "C",
	ALTER COLUMN key TYPE text COLLATE "C",
	ALTER COLUMN sender TYPE text COLLATE "C";
ALTER TABLE part
	ALTER COLUMN record_key TYPE text COLLATE "C",
	ALTER COLUMN digest TYPE text COLLATE "C";
`,
};

function changes(long: string): string {
	return `
-- Order of the messages of a key: the newest has the highest number that JavaScript counts to, each older one its id.
ALTER TABLE message ADD COLUMN generation ${long} NOT NULL DEFAULT 9007199254740991;
UPDATE message SET generation = id WHERE EXISTS (SELECT 1 FROM message AS newer
	WHERE newer.scope = message.scope AND newer.key = message.key AND newer.id > message.id);
DROP INDEX message_key;
UPDATE message SET key = substr(key, 1, 22), sender = substr(sender, 1, 22);
UPDATE part SET record_key = substr(record_key, 1, 22), digest = substr(digest, 1, 22)
	WHERE digest IS NOT NULL OR record_key IS NOT NULL;
-- Up to this attempt nothing may begin anymore: its execution failed, and its request to begin may still arrive.
ALTER TABLE message ADD COLUMN failed_attempt INTEGER NOT NULL DEFAULT 0;
CREATE UNIQUE INDEX message_key ON message (key, scope, generation);
`;
}
