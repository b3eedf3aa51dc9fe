import type { Migration } from './index';

/** Who does not want to be texted. */
export const CONSENT: Migration = {
	sqlite: schema('INTEGER'),
	postgres: schema('bigint'),
};

function schema(long: string): string {
	return `
CREATE TABLE consent (
	-- API key of the Vonage account.
	account TEXT NOT NULL,
	-- Own number in digits, or a sender ID; empty for everything that the account sends.
	own TEXT NOT NULL,
	-- Phone number in digits.
	person TEXT NOT NULL,
	-- 1: opted out. 0: texted START; kept, so that an older STOP that Vonage delivers late changes nothing.
	opted_out INTEGER NOT NULL,
	-- When the person said so.
	changed_at ${long} NOT NULL,
	source TEXT NOT NULL CHECK (source IN ('message', 'vonage', 'workflow')),
	-- Id of the message or receipt that said so.
	message_id TEXT,
	PRIMARY KEY (account, own, person)
);
CREATE INDEX consent_person ON consent (person);
`;
}
