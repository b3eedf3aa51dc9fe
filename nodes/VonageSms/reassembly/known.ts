import type { Database } from '../database';
import { eachRange } from './forget';
import { messageKey, senderKey, textDigest } from './record';

/** A message that Vonage reports afterwards. */
export interface ReportedMessage {
	messageId: string;
	from: string | null;
	text: string | null;
}

/** Keys in one statement. */
const STEP = 500;

/**
 * Which of the messages the store received, as far as it remembers them. A message of one part is found by its id. Of a
 * part of a long message the store remembers the sender and the content, and only those are compared.
 *
 * @param since milliseconds since the epoch: before all of the messages
 * @returns ids
 */
export async function knownMessages(
	database: Database,
	messages: readonly ReportedMessage[],
	since: number,
): Promise<Set<string>> {
	const keys = await knownKeys(database, messages);
	const parts = await knownParts(database, since);
	return new Set(
		messages
			.filter(
				({ messageId, from, text }) =>
					keys.has(messageKey(messageId)) || parts.has(`${senderKey(from)} ${textDigest(text)}`),
			)
			.map(({ messageId }) => messageId),
	);
}

async function knownKeys(
	database: Database,
	messages: readonly ReportedMessage[],
): Promise<Set<string>> {
	const scopes = await database.all("SELECT scope FROM dispatcher WHERE scope LIKE '%/production'");
	const known = new Set<string>();
	for (const { scope } of scopes) {
		for (let at = 0; at < messages.length; at += STEP) {
			const step = messages.slice(at, at + STEP);
			const values = Object.fromEntries(
				step.map(({ messageId }, index) => [`key${index}`, messageKey(messageId)]),
			);
			const names = Object.keys(values).map((name) => `:${name}`);
			const rows = await database.all(
				`SELECT key FROM message WHERE scope = :scope AND key IN (${names.join(', ')})`,
				{ ...values, scope: String(scope) },
			);
			for (const { key } of rows) known.add(String(key));
		}
	}
	return known;
}

/** Sender and content of each part of a long message, hashed. */
async function knownParts(database: Database, since: number): Promise<Set<string>> {
	const known = new Set<string>();
	await eachRange(database, async (after, to) => {
		const rows = await database.all(KNOWN_PARTS, { after, to, since });
		for (const { sender, digest } of rows) known.add(`${String(sender)} ${String(digest)}`);
	});
	return known;
}

const KNOWN_PARTS = `
	SELECT m.sender, p.digest FROM message m JOIN part p ON p.message_id = m.id
	WHERE m.id > :after AND m.id <= :to AND m.scope LIKE '%/production'
		AND p.digest IS NOT NULL AND p.received_at >= :since`;
