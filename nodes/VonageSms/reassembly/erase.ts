import type { Keepable } from '../inbound/types';
import type { Database, Row } from '../database';
import { deleteMessages, eachRange, stepOf } from './forget';
import { normaliseAddress, senderKey } from './record';

/** The counts of an erasure. */
export interface Erased {
	/** Messages from the number: waiting, being delivered, or remembered. */
	messages: number;
	/** Delivery receipts for messages to the number that were not handed over yet; later ones keep no number. */
	receipts: number;
}

/** Deletes all data about a phone number from the store, in every notation and for every trigger. */
export async function erase(database: Database, phoneNumber: string): Promise<Erased> {
	const number = normaliseAddress(phoneNumber);
	const erased: Erased = { messages: 0, receipts: 0 };
	const sender = senderKey(phoneNumber);
	await eachRange(database, async (after, to) => {
		const found = await database.all(FIND, { after, to, sender });
		const receipts = found.filter((row) => row['body'] !== null && isReceiptFor(row, number));
		const messages = found.filter((row) => row['body'] === null);
		await deleteAll(database, [...messages, ...receipts]);
		erased.messages += messages.length;
		erased.receipts += receipts.length;
	});
	await database.scrub();
	return erased;
}

/** Messages of the sender, with a null; and what waits and may be a receipt, with its text. */
const FIND = `
	SELECT id, NULL AS body FROM message WHERE id > :after AND id <= :to AND sender = :sender
	UNION ALL
	SELECT m.id, p.body FROM message m JOIN part p ON p.message_id = m.id
	WHERE m.id > :after AND m.id <= :to AND m.state IN ('due', 'delivering')
		AND p.body LIKE '%"kind":"receipt"%'`;

function isReceiptFor({ body }: Row, number: string | null): boolean {
	const inbound = JSON.parse(String(body)) as Keepable;
	return inbound.kind === 'receipt' && normaliseAddress(inbound.to) === number;
}

async function deleteAll(database: Database, messages: Row[]): Promise<void> {
	const step = stepOf(database);
	for (let at = 0; at < messages.length; at += step) {
		await database.transaction(async (transaction) => {
			for (const { id } of messages.slice(at, at + step)) {
				deleteMessages(transaction, 'id = :id', { id: Number(id) });
			}
		});
	}
}
