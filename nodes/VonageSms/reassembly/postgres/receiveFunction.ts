import { CHANNEL, SCHEMA } from './names';

/**
 * Receiving in one round trip: the decision of `../placement.ts` and its effect, step by step the
 * same, beside the data. A change there is a change here; the contract suite runs both against
 * the same scenarios and against random sequences.
 */
export const RECEIVE_FUNCTION = `
CREATE OR REPLACE FUNCTION ${SCHEMA}.receive(
	p_scope text, p_key text, p_sender text, p_concatenated boolean, p_total integer, p_part integer,
	p_record_key text, p_digest text, p_body text,
	p_part_timeout bigint, p_remember_for bigint, p_emit_incomplete boolean, p_now bigint
) RETURNS text LANGUAGE plpgsql
-- Plans are kept for a session: one made while the tables were small would read them whole later.
SET enable_seqscan = off
AS $$
DECLARE
	newest ${SCHEMA}.message;
	absorbing bigint;
	is_complete boolean;
	part_emission integer;
	opened bigint;
BEGIN
	IF NOT EXISTS (SELECT 1 FROM ${SCHEMA}.dispatcher WHERE scope = p_scope) THEN
		RETURN 'noDispatcher';
	END IF;

	-- Acknowledged means on disk, also where the database is set to answer before that.
	IF current_setting('synchronous_commit') = 'off' THEN
		PERFORM set_config('synchronous_commit', 'on', true);
	END IF;

	-- Records of one key come one after the other, also over several processes.
	PERFORM pg_advisory_xact_lock(hashtextextended(p_scope || '/' || p_key, 0));

	-- A record seen before, in any generation that is remembered.
	IF EXISTS (
		SELECT 1 FROM ${SCHEMA}.message m JOIN ${SCHEMA}.part p ON p.message_id = m.id
		WHERE m.scope = p_scope AND m.key = p_key AND p.record_key = p_record_key
			AND ${SCHEMA}.is_remembered(m, p_part_timeout, p_remember_for, p_now)
	) THEN
		RETURN 'duplicate';
	END IF;

	IF p_concatenated THEN
		-- The same content under another id, within the timeout.
		SELECT m.id INTO absorbing
		FROM ${SCHEMA}.message m JOIN ${SCHEMA}.part p ON p.message_id = m.id
		WHERE m.scope = p_scope AND m.key = p_key AND p.part = p_part AND p.digest = p_digest
			AND ${SCHEMA}.is_remembered(m, p_part_timeout, p_remember_for, p_now)
			AND p_now < m.last_part_at + p_part_timeout
		ORDER BY m.id DESC LIMIT 1;
		IF FOUND THEN
			PERFORM ${SCHEMA}.insert_part(absorbing, 0, p_record_key, p_digest, 0, p_now, NULL);
			RETURN 'duplicate';
		END IF;

		-- The row is locked: a dispatcher may be claiming it.
		SELECT * INTO newest FROM ${SCHEMA}.message m
		WHERE m.scope = p_scope AND m.key = p_key
			AND ${SCHEMA}.is_remembered(m, p_part_timeout, p_remember_for, p_now)
		ORDER BY m.id DESC LIMIT 1 FOR UPDATE;

		IF FOUND AND newest.received < p_total AND NOT EXISTS (
			SELECT 1 FROM ${SCHEMA}.part WHERE message_id = newest.id AND part = p_part
		) THEN
			is_complete := newest.received + 1 = p_total;
			part_emission := newest.emission + CASE WHEN newest.sealed THEN 1 ELSE 0 END;
			PERFORM ${SCHEMA}.insert_part(newest.id, p_part, p_record_key, p_digest, part_emission, p_now, p_body);
			UPDATE ${SCHEMA}.message SET received = received + 1, last_part_at = p_now,
				newest_emission = part_emission,
				due_at = CASE state WHEN 'collecting' THEN p_now + p_part_timeout ELSE due_at END
			WHERE id = newest.id;
			IF NOT newest.sealed THEN
				IF NOT is_complete THEN RETURN 'stored'; END IF;
				PERFORM ${SCHEMA}.become_due(newest.id, p_now);
			ELSE
				IF newest.state <> 'delivered' OR NOT (is_complete OR p_emit_incomplete) THEN RETURN 'stored'; END IF;
				PERFORM ${SCHEMA}.reopen(newest.id, p_now);
			END IF;
			PERFORM pg_notify('${CHANNEL}', p_scope);
			RETURN 'due';
		END IF;

		-- The reference was used again: the generation before ends here.
		IF newest.state = 'collecting' THEN
			IF p_emit_incomplete THEN
				PERFORM ${SCHEMA}.become_due(newest.id, p_now);
				PERFORM pg_notify('${CHANNEL}', p_scope);
			ELSE
				UPDATE ${SCHEMA}.message SET state = 'delivered', sealed = true, due_at = p_now + p_remember_for
				WHERE id = newest.id;
			END IF;
		END IF;
	END IF;

	is_complete := p_total = 1 OR NOT p_concatenated;
	INSERT INTO ${SCHEMA}.message (scope, key, sender, total, received, state, last_part_at, due_at, due_since)
	VALUES (p_scope, p_key, p_sender, p_total, 1,
		CASE WHEN is_complete THEN 'due' ELSE 'collecting' END, p_now,
		CASE WHEN is_complete THEN p_now ELSE p_now + p_part_timeout END, p_now)
	RETURNING id INTO opened;
	INSERT INTO ${SCHEMA}.part (message_id, seq, part, record_key, digest, emission, received_at, body)
	VALUES (opened, 0, p_part, p_record_key, p_digest, 0, p_now, p_body);
	IF NOT is_complete THEN RETURN 'stored'; END IF;
	PERFORM pg_notify('${CHANNEL}', p_scope);
	RETURN 'due';
END $$;
`;
