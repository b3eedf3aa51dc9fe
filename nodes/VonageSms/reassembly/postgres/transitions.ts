import { SCHEMA } from './names';

/** Small functions that receiving, claiming and confirming share. */
export const TRANSITION_FUNCTIONS = `
CREATE OR REPLACE FUNCTION ${SCHEMA}.is_remembered(
	m ${SCHEMA}.message, p_part_timeout bigint, p_remember_for bigint, p_now bigint
) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
	SELECT CASE m.state
		WHEN 'delivered' THEN p_now < m.due_at
		WHEN 'collecting' THEN p_now < m.last_part_at + p_part_timeout + p_remember_for
		ELSE true
	END
$$;

CREATE OR REPLACE FUNCTION ${SCHEMA}.insert_part(
	p_row bigint, p_part integer, p_record_key text, p_digest text, p_emission integer,
	p_now bigint, p_body text
) RETURNS void LANGUAGE sql AS $$
	INSERT INTO ${SCHEMA}.part (message_id, seq, part, record_key, digest, emission, received_at, body)
	VALUES (p_row, (SELECT count(*) FROM ${SCHEMA}.part WHERE message_id = p_row),
		p_part, p_record_key, p_digest, p_emission, p_now, p_body)
$$;

CREATE OR REPLACE FUNCTION ${SCHEMA}.become_due(p_row bigint, p_now bigint)
RETURNS void LANGUAGE sql AS $$
	UPDATE ${SCHEMA}.message SET state = 'due', due_at = p_now, due_since = p_now
	WHERE id = p_row AND state = 'collecting'
$$;

CREATE OR REPLACE FUNCTION ${SCHEMA}.reopen(p_row bigint, p_now bigint)
RETURNS void LANGUAGE sql AS $$
	UPDATE ${SCHEMA}.message SET state = 'due', due_at = p_now, due_since = p_now,
		emission = newest_emission, sealed = false, lease = NULL, released = 0, redelivered = false
	WHERE id = p_row
$$;
`;
