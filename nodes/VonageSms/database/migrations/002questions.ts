import type { Migration } from './index';

/** Questions that executions wait for, by the rounds in which they were asked. */
export const QUESTIONS: Migration = {
	sqlite: schema({ id: 'INTEGER PRIMARY KEY AUTOINCREMENT', long: 'INTEGER' }),
	postgres: schema({ id: 'bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY', long: 'bigint' }),
};

function schema({ id, long }: { id: string; long: string }): string {
	return `
-- One row for each run of a node that asks; the execution continues once, with all its questions.
CREATE TABLE question_round (
	id TEXT PRIMARY KEY,
	-- Names the execution, also among those of several n8n that share one store.
	execution TEXT NOT NULL,
	-- n8n's signed resume URL; null once it is not needed.
	url TEXT,
	state TEXT NOT NULL CHECK (state IN ('asking', 'open', 'closed')),
	-- Items that need an answer before the execution continues.
	wanted INTEGER NOT NULL,
	deadline ${long},
	-- Reminders and escalations as JSON, and how many of them are done.
	plan TEXT NOT NULL,
	planned INTEGER NOT NULL DEFAULT 0,
	-- 1 when n8n was given the items at least once.
	handed INTEGER NOT NULL DEFAULT 0,
	-- Who may resume it now: never two at a time.
	lease TEXT,
	lease_until ${long} NOT NULL DEFAULT 0,
	attempts INTEGER NOT NULL DEFAULT 0,
	-- When the dispatcher looks at it by itself.
	due_at ${long},
	-- When a closed round is removed.
	forget_at ${long}
);
CREATE INDEX question_round_execution ON question_round (execution);
CREATE INDEX question_round_due ON question_round (due_at) WHERE state <> 'closed';
CREATE INDEX question_round_closed ON question_round (forget_at) WHERE state = 'closed';

CREATE TABLE question (
	seq ${id},
	id TEXT NOT NULL UNIQUE,
	round TEXT NOT NULL REFERENCES question_round (id) ON DELETE CASCADE,
	-- Index of the input item.
	item INTEGER NOT NULL,
	kind TEXT NOT NULL CHECK (kind IN ('reply', 'receipt')),
	-- Own number and the person who is asked, in digits.
	own TEXT NOT NULL,
	peer TEXT NOT NULL,
	-- A message that arrived before cannot be meant as its answer.
	asked_at ${long} NOT NULL,
	state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'answered', 'ended', 'failed', 'closed')),
	-- The message that answered it, and the last one that did not.
	answered_by TEXT,
	last_message TEXT,
	tries INTEGER NOT NULL DEFAULT 0,
	asked_again INTEGER NOT NULL DEFAULT 0,
	-- The reference that delivery receipts carry.
	client_ref TEXT,
	open_questions TEXT NOT NULL,
	-- JSON: parties, text and what counts as an answer; emptied when the round closes.
	terms TEXT NOT NULL,
	-- JSON of the output item; removed when the round closes.
	result TEXT
);
CREATE INDEX question_of_round ON question (round);
CREATE INDEX question_parties ON question (own, peer);
CREATE INDEX question_answered_by ON question (answered_by) WHERE answered_by IS NOT NULL;
CREATE INDEX question_client_ref ON question (client_ref) WHERE client_ref IS NOT NULL;

-- The SMS of a question whose delivery is waited for, with the final receipt as JSON.
CREATE TABLE question_sms (
	message_id TEXT NOT NULL,
	question TEXT NOT NULL REFERENCES question (id) ON DELETE CASCADE,
	part INTEGER NOT NULL,
	receipt TEXT,
	PRIMARY KEY (message_id, question)
);
CREATE INDEX question_sms_question ON question_sms (question);
`;
}
