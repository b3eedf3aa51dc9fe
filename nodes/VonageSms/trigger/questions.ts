import type { ITriggerFunctions } from 'n8n-workflow';

import { toItem } from '../items';
import type { MessageItem, ReceiptItem } from '../items';
import { Questions, resumeClient, Waiting } from '../questions';
import type { Message, MessageStore } from '../reassembly';
import { borrowStore } from '../storage';

const EVERY_MS = 1_000;
/** Closed questions are removed this often, counted in checks. */
const CLEAN_UP_EVERY = 600;

/** All triggers of a process that use the same store pass replies to the same questions. */
interface Shared {
	questions: Questions;
	waiting: Waiting;
	looking: Promise<void> | null;
}

const byStore = new WeakMap<MessageStore, Shared>();

/**
 * Offers a message to the executions that wait for a reply of its sender, and a final delivery receipt to the one that
 * waits for it. True when one of them took it: then it starts no workflow. Rejects when it has to be offered again.
 */
export async function answersQuestion(
	context: ITriggerFunctions,
	message: Message,
): Promise<boolean> {
	const { waiting } = sharedBy(await borrowStore(context), context);
	// As received: an apostrophe before a formula is only for spreadsheets.
	const { json } = toItem(message, {
		payloadFormat: 'auto',
		output: 'simplified',
		escapeFormulas: false,
	});
	return json.event === 'message'
		? await waiting.offer(replyOf(json, message))
		: await offerReceipt(waiting, json);
}

/** Ends waits whose time limit has passed, once a second. Returns a function that stops this. */
export function lookAfterQuestions(context: ITriggerFunctions): () => void {
	let looks = 0;
	const timer = setInterval(() => {
		looks += 1;
		void look(context, looks % CLEAN_UP_EVERY === 0).catch((error: unknown) => {
			// The dispatcher reports a store that doesn't respond.
			context.logger.debug(
				`The open questions couldn't be checked: ${error instanceof Error ? error.message : String(error)}`,
			);
		});
	}, EVERY_MS).unref();
	return () => clearInterval(timer);
}

async function look(context: ITriggerFunctions, cleanUp: boolean): Promise<void> {
	const shared = sharedBy(await borrowStore(context), context);
	if (shared.looking) return;
	shared.looking = shared.waiting.lookAtDue();
	await shared.looking.finally(() => (shared.looking = null));
	if (cleanUp) await shared.questions.cleanUp();
}

function sharedBy(store: MessageStore, { logger }: ITriggerFunctions): Shared {
	const known = byStore.get(store);
	if (known) return known;
	const questions = new Questions(store.database);
	const shared = {
		questions,
		waiting: new Waiting(questions, resumeClient(), logger),
		looking: null,
	};
	byStore.set(store, shared);
	return shared;
}

function replyOf(
	{ id, from, to, text, keyword, optOut, complete, receivedAt }: MessageItem,
	{ first }: Message,
) {
	const arrivedAt = first.receivedAt;
	return { messageId: id, from, to, text, keyword, optOut, complete, receivedAt, arrivedAt };
}

async function offerReceipt(waiting: Waiting, receipt: ReceiptItem): Promise<boolean> {
	if (!receipt.final) return false;
	const { id, clientRef, status, errorCode, errorText, to, receivedAt } = receipt;
	const digits = to?.replace('+', '') ?? null;
	const said = { clientRef, status, errorCode, errorText, to: digits, receivedAt };
	return await waiting.offerReceipt({ messageId: id, ...said });
}
