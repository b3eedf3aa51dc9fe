import { SCHEMA } from './names';

/** Claiming in one round trip: takes back lapsed leases, expires what timed out, leases what is due. */
export const CLAIM_FUNCTION = `
CREATE OR REPLACE FUNCTION ${SCHEMA}.claim(
	p_scope text, p_limit integer, p_lease_for bigint, p_remember_for bigint,
	p_emit_incomplete boolean, p_one_per_sender boolean,
	p_open_limit integer, p_open_per_sender_limit integer, p_now bigint
) RETURNS TABLE (
	row_id bigint, emission integer, lease text, redelivered boolean, total integer, parts json
) LANGUAGE plpgsql
-- As in receiving: a plan made for small tables must not stay.
SET enable_seqscan = off
AS $$
#variable_conflict use_column
BEGIN
	UPDATE ${SCHEMA}.message SET state = 'due', due_at = p_now, lease = NULL, redelivered = true
	WHERE id IN (SELECT id FROM ${SCHEMA}.message
		WHERE scope = p_scope AND state = 'delivering' AND due_at <= p_now FOR UPDATE SKIP LOCKED);

	-- Nobody can fill the disk with first parts: past the bounds the oldest time out early.
	IF EXISTS (SELECT 1 FROM ${SCHEMA}.message WHERE scope = p_scope AND state = 'collecting'
		OFFSET p_open_per_sender_limit LIMIT 1) THEN
		UPDATE ${SCHEMA}.message SET due_at = p_now WHERE state = 'collecting' AND id IN (
			SELECT id FROM (
				SELECT id, row_number() OVER (PARTITION BY sender ORDER BY due_at DESC) AS of_sender,
					row_number() OVER (ORDER BY due_at DESC) AS of_scope
				FROM ${SCHEMA}.message WHERE scope = p_scope AND state = 'collecting') AS ranked
			WHERE of_sender > p_open_per_sender_limit OR of_scope > p_open_limit);
	END IF;

	UPDATE ${SCHEMA}.message SET
		state = CASE WHEN p_emit_incomplete THEN 'due' ELSE 'delivered' END,
		sealed = NOT p_emit_incomplete,
		due_since = due_at,
		due_at = CASE WHEN p_emit_incomplete THEN due_at ELSE p_now + p_remember_for END
	WHERE id IN (SELECT id FROM ${SCHEMA}.message
		WHERE scope = p_scope AND state = 'collecting' AND due_at <= p_now FOR UPDATE SKIP LOCKED);

	IF p_one_per_sender THEN
		-- Two dispatchers must not take two messages of one sender at the same moment.
		PERFORM pg_advisory_xact_lock(hashtextextended('claim/' || p_scope, 0));
	END IF;

	RETURN QUERY
	WITH candidate AS (
		SELECT m.id FROM ${SCHEMA}.message m
		WHERE m.scope = p_scope AND m.state = 'due' AND m.due_at <= p_now
			AND NOT (p_one_per_sender AND EXISTS (SELECT 1 FROM ${SCHEMA}.message other
				WHERE other.scope = p_scope AND other.sender = m.sender AND (other.state = 'delivering'
					OR other.state = 'due' AND (other.due_since, other.id) < (m.due_since, m.id))))
		ORDER BY m.due_since, m.id LIMIT p_limit
		FOR UPDATE SKIP LOCKED
	), leased AS (
		UPDATE ${SCHEMA}.message m SET state = 'delivering', sealed = true,
			lease = gen_random_uuid()::text, due_at = p_now + p_lease_for
		FROM candidate WHERE m.id = candidate.id
		RETURNING m.id, m.emission, m.lease, m.redelivered, m.total, m.due_since
	)
	SELECT leased.id, leased.emission, leased.lease, leased.redelivered, leased.total,
		(SELECT json_agg(json_build_object('part', p.part, 'receivedAt', p.received_at, 'body', p.body) ORDER BY p.seq)
			FROM ${SCHEMA}.part p
			WHERE p.message_id = leased.id AND p.part > 0 AND p.emission <= leased.emission)
	FROM leased ORDER BY leased.due_since, leased.id;
END $$;

CREATE OR REPLACE FUNCTION ${SCHEMA}.confirm(
	p_row bigint, p_emission integer, p_remember_for bigint, p_emit_incomplete boolean, p_now bigint
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	m ${SCHEMA}.message;
BEGIN
	SELECT * INTO m FROM ${SCHEMA}.message
	WHERE id = p_row AND emission = p_emission AND state IN ('due', 'delivering') FOR UPDATE;
	IF NOT FOUND THEN RETURN; END IF;
	IF m.newest_emission > m.emission AND (m.received = m.total OR p_emit_incomplete) THEN
		PERFORM ${SCHEMA}.reopen(p_row, p_now);
		RETURN;
	END IF;
	UPDATE ${SCHEMA}.message SET state = 'delivered', sealed = true, lease = NULL,
		due_at = p_now + p_remember_for WHERE id = p_row;
	IF m.received = m.total THEN
		UPDATE ${SCHEMA}.part SET body = NULL WHERE message_id = p_row;
	END IF;
END $$;
`;
