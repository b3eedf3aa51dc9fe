import { SCOPE } from '../../unit/reassembly/builders';
import { BODY } from './place';

/** What the two databases write differently. */
export interface Dialect {
	/** A table with one column `n`, from 1 to `count`. */
	numbers(count: number): string;
	/** Calls a function that returns SHA-256 in base64url without padding. */
	hash(text: string): string;
}

/** Statements that fill an empty store. The id of message n is n. */
export type Filling = (dialect: Dialect) => string[];

/** A hash as the package stores it. */
const narrow = (hash: string) => `substr(${hash}, 1, 22)`;

/** So many open messages with one part each, in scopes that no dispatcher claims from. */
export function openMessages(count: number): Filling {
	return ({ numbers, hash }) => {
		const digest = (text: string) => narrow(hash(text));
		return [
			`INSERT INTO message (scope, key, sender, total, received, state, last_part_at, due_at)
		SELECT 'filled/' || (n % 100), ${digest("'key ' || n")}, ${digest("'sender ' || n")},
			3, 1, 'collecting', 0, 9000000000000 FROM ${numbers(count)}`,
			`INSERT INTO part (message_id, seq, part, record_key, digest, emission, received_at, body)
		SELECT n, 0, 1, ${digest("'record ' || n")}, ${digest("'content ' || n")}, 0, 0, '${BODY}'
		FROM ${numbers(count)}`,
		];
	};
}

const OWN_NUMBER = '447700900001';
const PARTS = 3;
/** Every so many messages one is long. */
const LONG_EVERY = 5;

/** Message n as {@link rememberedMessages} writes it. */
export function rememberedMessage(n: number) {
	const isLong = n % LONG_EVERY === 0;
	return {
		isLong,
		messageId: isLong ? `filled-${n}-1` : `filled-${n}`,
		from: String(447_000_000_000 + n),
		to: OWN_NUMBER,
		ref: `F${n}`,
		total: PARTS,
		text: `filled ${n} 1`,
	};
}

/**
 * So many messages that were received over the last hours, begun and confirmed, one in five of three
 * parts, all of one scope. They are forgotten in the order of their numbers.
 *
 * @param now milliseconds since the epoch
 */
export function rememberedMessages(count: number, now: number, hours: number): Filling {
	const span = hours * 3_600_000;
	const receivedAt = `(${now - span} + n * ${Math.floor(span / Math.max(count, 1))})`;
	const isLong = `n % ${LONG_EVERY} = 0`;
	const from = '(447000000000 + n)';
	return ({ numbers, hash }) => {
		const digest = (text: string) => narrow(hash(text));
		const longKey = hash(
			`'["part","abcd1234","' || ${from} || '","${OWN_NUMBER}","F' || n || '",${PARTS},null]'`,
		);
		const key = `CASE WHEN ${isLong} THEN ${narrow(longKey)} ELSE ${digest(`'["message","filled-' || n || '"]'`)} END`;
		const parts = `CASE WHEN ${isLong} THEN ${PARTS} ELSE 1 END`;
		const recordKey = digest(
			`'["' || ${longKey} || '","filled-' || n || '-' || p || '",' || p || ']'`,
		);
		const content = digest(`'["filled ' || n || ' ' || p || '",null,null]'`);
		return [
			`INSERT INTO message (scope, key, sender, total, received, state, sealed, last_part_at,
				first_sent_at, last_sent_at, due_at, due_since, attempt, begun_by, begun_attempt,
				begun_in, begun_at)
			SELECT '${SCOPE}', ${key}, ${digest(`'["sender","' || ${from} || '"]'`)}, ${parts}, ${parts},
				'delivered', 1, ${receivedAt}, ${receivedAt}, ${receivedAt}, ${receivedAt} + ${span},
				${receivedAt}, 1, '' || n, 1, '00000000-0000-4000-8000-000000000000', ${receivedAt}
			FROM ${numbers(count)}`,
			`INSERT INTO part (message_id, seq, part, record_key, digest, emission, received_at)
			SELECT n, p - 1, p, CASE WHEN ${isLong} THEN ${recordKey} END,
				CASE WHEN ${isLong} THEN ${content} END, 0, ${receivedAt}
			FROM ${numbers(count)} CROSS JOIN (SELECT 1 AS p UNION ALL SELECT 2 UNION ALL SELECT 3) AS parts
			WHERE p = 1 OR ${isLong}
			ORDER BY n, p`,
		];
	};
}
