import { randomUUID } from 'node:crypto';
import { NodeOperationError, WAIT_INDEFINITELY } from 'n8n-workflow';
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { delivery, Questions, unanswered } from '../../questions';
import { holdStore } from '../../storage';
import type { HeldStore } from '../../storage';
import { readVonageCredential } from '../../vonage/credential';
import { OptOutGuard } from '../optOut/guard';
import { errorItem, toItemError } from '../errorItem';
import { sendMessages } from '../sending/sendItems';
import { checkBeforePaying } from './beforePaying';
import { readAsk, readPlan, readWanted } from './readQuestion';
import type { Ask } from './readQuestion';
import { readDeadline } from './times';

/** n8n's own timer fires only where ours, in the trigger, did not. */
const TIMER_MARGIN_MS = 180_000;

/** What each item asks, or why it cannot. */
type Entry = { kind: 'ask'; ask: Ask } | { kind: 'settled'; json: IDataObject };

/**
 * Asks one person for each input item and puts the execution to wait. Questions are kept before they are sent, so that
 * no reply comes too early; the trigger continues the execution.
 *
 * @returns the items of the SMS that were sent, which n8n shows while the execution waits
 * @throws NodeApiError, NodeOperationError when nothing was sent, or not everything
 */
export async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const { apiKey } = await readVonageCredential(context);
	const read = context.getInputData().map((_, itemIndex) => readEntry(context, itemIndex, apiKey));
	const entries = await withoutOptOuts(context, read);
	const asks = entries.flatMap((entry) => (entry.kind === 'ask' ? entry.ask : []));
	if (asks.length === 0) return entries.map(settledItem);

	const held = await openStore(context);
	try {
		// One clock for all processes that share the store.
		const now = held.store.database.now();
		const deadline = readDeadline(context, now);
		const plan = readPlan(context, now);
		await checkBeforePaying(context, held, asks);
		const questions = new Questions(held.store.database);
		const round = randomUUID();
		const url = context.getSignedResumeUrl({ round });
		const asked = await questions.ask(
			{
				id: round,
				execution: executionOf(url),
				url,
				wanted: readWanted(context, asks.length),
				deadline,
				plan,
				settled: entries.flatMap((entry, item) =>
					entry.kind === 'settled' ? { item, json: entry.json } : [],
				),
			},
			asks.map(({ question }) => question),
		);
		if (asked.kind === 'refused') throw refusal(context, asked.item, asks);
		const sent = await send(context, questions, round, entries, asked.questions).catch(
			async (error: unknown) => {
				await questions.close(round);
				return await Promise.reject(error);
			},
		);
		if (!sent.some(({ kind }) => kind === 'sent')) {
			await questions.close(round);
			return sent.map(({ item }) => item);
		}
		prepareForTimer(context, entries, sent);
		requireSignature(context);
		await context.putExecutionToWait(
			deadline === null ? WAIT_INDEFINITELY : new Date(deadline + TIMER_MARGIN_MS),
		);
		return sent.map(({ item }) => item);
	} finally {
		held.letGo();
	}
}

function readEntry(context: IExecuteFunctions, itemIndex: number, account: string): Entry {
	try {
		const ask = readAsk(context, itemIndex, account);
		if (ask.kind === 'ask') return { kind: 'ask', ask };
		return { kind: 'settled', json: { data: unanswered(ask.terms, 'optOut') } };
	} catch (error) {
		const itemError = toItemError(context, error, itemIndex);
		if (!context.continueOnFail()) throw itemError;
		return { kind: 'settled', json: errorItem(itemError, itemIndex).json };
	}
}

/** People who opted out are not asked: their items have that outcome from the beginning. */
async function withoutOptOuts(context: IExecuteFunctions, entries: Entry[]): Promise<Entry[]> {
	const guard = new OptOutGuard(context);
	const checked = entries.map(async (entry): Promise<Entry> => {
		if (entry.kind === 'settled') return entry;
		if ((await guard.reasonToSkip(entry.ask.message)) === null) return entry;
		return { kind: 'settled', json: { data: unanswered(entry.ask.question.terms, 'optOut') } };
	});
	return await Promise.all(checked).finally(async () => await guard.end());
}

function settledItem(entry: Entry, itemIndex: number): INodeExecutionData {
	return { json: entry.kind === 'settled' ? entry.json : {}, pairedItem: { item: itemIndex } };
}

async function openStore(context: IExecuteFunctions): Promise<HeldStore> {
	return await holdStore(context).catch((error: unknown) => {
		const reason = error instanceof Error ? error.message : String(error);
		throw new NodeOperationError(context.getNode(), `Nothing was sent. ${reason}`);
	});
}

interface Sent {
	kind: 'sent' | 'failed' | 'settled';
	item: INodeExecutionData;
}

/** Sends the SMS of each question and notes what became of it. */
async function send(
	context: IExecuteFunctions,
	questions: Questions,
	round: string,
	entries: Entry[],
	ids: string[],
): Promise<Sent[]> {
	const messages = new Map(
		entries.flatMap((entry, itemIndex) =>
			entry.kind === 'ask' ? [[itemIndex, entry.ask.message] as const] : [],
		),
	);
	const indexes = [...messages.keys()];
	const outcomes = await sendMessages(context, messages);
	const sent = entries.map((entry, itemIndex): Sent => {
		const outcome = outcomes[indexes.indexOf(itemIndex)];
		if (!outcome) return { kind: 'settled', item: settledItem(entry, itemIndex) };
		return outcome.kind === 'item'
			? { kind: 'sent', item: outcome.item }
			: { kind: 'failed', item: errorItem(outcome.error, itemIndex) };
	});
	await questions.sent(
		round,
		sent
			.filter(({ kind }) => kind !== 'settled')
			.map(({ kind, item }, index) => ({
				id: ids[index] ?? '',
				messageIds: messageIdsOf(item),
				failed: kind === 'failed' ? item.json : null,
			})),
	);
	return sent;
}

function messageIdsOf({ json }: INodeExecutionData): string[] {
	return Array.isArray(json.ids) ? json.ids.map(String) : [];
}

/** Where n8n's own timer ends the wait, it hands on the input of the node that waited. */
function prepareForTimer(context: IExecuteFunctions, entries: Entry[], sent: Sent[]): void {
	const data = context.getExecuteData().data;
	const [connection = 'main'] = Object.keys(data);
	data[connection] = [
		entries.map((entry, itemIndex) => {
			const { kind, item } = sent[itemIndex] ?? { kind: 'settled', item: { json: {} } };
			if (entry.kind === 'settled' || kind !== 'sent') return item;
			const { terms, kind: awaited } = entry.ask.question;
			const unknown = messageIdsOf(item).map((messageId) => ({ messageId, receipt: null }));
			const data =
				awaited === 'receipt' ? delivery(terms, unknown, true) : unanswered(terms, 'timeout');
			return { json: { data }, pairedItem: { item: itemIndex } };
		}),
	];
}

/** n8n 1 checks the signature of a resume only where the node asks for it; later ones always do. */
function requireSignature(context: IExecuteFunctions): void {
	const before2 = context as { setSignatureValidationRequired?: () => void };
	before2.setSignatureValidationRequired?.();
}

/** The resume URL without node and query: the same for every node of an execution. */
function executionOf(url: string): string {
	const { origin, pathname } = new URL(url);
	return `${origin}${pathname.slice(0, pathname.lastIndexOf('/'))}`;
}

function refusal(context: IExecuteFunctions, item: number, asks: Ask[]): NodeOperationError {
	const to = asks.find(({ question }) => question.item === item)?.question.terms.to ?? '';
	return new NodeOperationError(
		context.getNode(),
		`A question to ${to} is still open, so nothing was sent. Wait for its reply, or set 'If a Question Is Open' to something other than 'Refuse to Ask'.`,
		{ itemIndex: item },
	);
}
