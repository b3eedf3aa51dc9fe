import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { SendAnswer } from '../../vonage/answer';
import { errorItem, toItemError } from '../errorItem';
import type { ItemError } from '../errorItem';
import { readCollection } from '../parameters';
import { sendingAuth } from './auth';
import { deliver } from './deliver';
import { earlierTry } from './earlierTry';
import type { ItemOutcome } from './earlierTry';
import { inOrder } from './inOrder';
import type { Job } from './inOrder';
import { readOutgoing } from './outgoing';
import type { Outgoing, SendOperation } from './outgoing';
import { Pacer, systemClock } from './pacer';
import { skippedItem, submittedItem } from './result';
import { sendError } from './sendErrors';

/** Messages a second for an account, unless Vonage's support raised it. */
const usualRate = 30;

/** Requests under way at once: with answers within a third of a second this keeps up with the usual rate. */
const atOnce = 10;

/**
 * Sends one SMS per input item and gives one item for each, in order. Unless the node goes on after errors, the
 * messages of all items are checked before the first is sent, and the first that Vonage does not take ends the run.
 *
 * @throws NodeApiError, NodeOperationError of the first item that failed, unless the node goes on after errors
 */
export async function sendItems(
	context: IExecuteFunctions,
	operation: SendOperation,
): Promise<INodeExecutionData[]> {
	const read = (itemIndex: number) => readOutgoing(context, operation, itemIndex);
	if (!context.continueOnFail()) checkAll(context, read);
	const outcomes = await sendOutgoing(context, [...context.getInputData().keys()], read);
	return outcomes.map((outcome, itemIndex) =>
		outcome.kind === 'item' ? outcome.item : errorItem(outcome.error, itemIndex),
	);
}

/**
 * Sends one SMS for each of some input items, as `read` returns it.
 *
 * @returns what became of each of them, in their order
 * @throws NodeApiError, NodeOperationError of the first item that failed, unless the node goes on after errors
 */
export async function sendOutgoing(
	context: IExecuteFunctions,
	itemIndexes: number[],
	read: (itemIndex: number) => Outgoing,
): Promise<ItemOutcome[]> {
	const goesOn = context.continueOnFail();
	const jobOf = await sender(context, read);
	const outcomes = await inOrder(
		itemIndexes.length,
		atOnce,
		(index) => jobOf(itemIndexes[index] ?? index),
		(outcome) => outcome.kind === 'error' && !goesOn,
	);
	const failure = outcomes.find((outcome) => outcome?.kind === 'error');
	if (!goesOn && failure) throw withTally(failure.error, outcomes);
	return outcomes;
}

/** A mistake in the tenth item shows before the first nine are paid for. */
function checkAll(context: IExecuteFunctions, read: (itemIndex: number) => Outgoing): void {
	for (const itemIndex of context.getInputData().keys()) read(itemIndex);
}

/** Makes the job of each item. */
async function sender(
	context: IExecuteFunctions,
	read: (itemIndex: number) => Outgoing,
): Promise<(itemIndex: number) => Job<ItemOutcome>> {
	const auth = await sendingAuth(context);
	const asked = readCollection(context, 'options', 0).number('batching') ?? 0;
	const rate = asked > 0 ? asked : usualRate;
	const pacer = new Pacer(rate, systemClock(context.getExecutionCancelSignal()));
	const before = earlierTry(context);

	const send = async (message: Outgoing, itemIndex: number): Promise<ItemOutcome> => {
		try {
			const answer = await deliver(context, message, auth, pacer);
			const outcome = outcomeOf(context, message, answer, itemIndex);
			if (answer.kind !== 'refused') before.remember(itemIndex, outcome);
			return outcome;
		} catch (error) {
			return { kind: 'error', error: toItemError(context, error, itemIndex) };
		}
	};
	return (itemIndex) => {
		const known = before.outcome(itemIndex);
		if (known) return settled(known, itemIndex);
		try {
			const message = read(itemIndex);
			if (message.skip) return settled(skipped(message, itemIndex), itemIndex);
			return { lane: message.to, run: async () => await send(message, itemIndex) };
		} catch (error) {
			return settled({ kind: 'error', error: toItemError(context, error, itemIndex) }, itemIndex);
		}
	};
}

function settled(outcome: ItemOutcome, itemIndex: number): Job<ItemOutcome> {
	return { lane: `item ${itemIndex}`, run: async () => outcome };
}

function skipped(message: Outgoing, itemIndex: number): ItemOutcome {
	const json = skippedItem(message, 'The sender of this message has opted out');
	return { kind: 'item', item: { json, pairedItem: { item: itemIndex } } };
}

function outcomeOf(
	context: IExecuteFunctions,
	message: Outgoing,
	answer: SendAnswer,
	itemIndex: number,
): ItemOutcome {
	if (answer.kind !== 'submitted') {
		return { kind: 'error', error: sendError(context, message, answer, itemIndex) };
	}
	const json = submittedItem(message, answer.parts);
	return { kind: 'item', item: { json, pairedItem: { item: itemIndex } } };
}

/** Says how many messages went all the same: their items are lost with the run. */
function withTally(error: ItemError, outcomes: ItemOutcome[]): ItemError {
	const sent = outcomes.filter((outcome) => outcome?.kind === 'item').length;
	if (sent === 0) return error;
	const tally = `${sent} other ${sent === 1 ? 'message' : 'messages'} of this run went out before it ended; to get an item for each, set "On Error" in the settings of the node to continue`;
	error.description = [error.description, tally].filter(Boolean).join('. ');
	return error;
}
