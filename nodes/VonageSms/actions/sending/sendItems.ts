import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { SendResult } from '../../vonage/sendResult';
import { errorItem, toItemError } from '../errorItem';
import type { ItemError } from '../errorItem';
import { ItemReader } from '../itemReader';
import { OptOutGuard } from '../optOut/guard';
import { sendingAuth } from './auth';
import { deliver } from './deliver';
import { retryMemory } from './retryMemory';
import type { ItemOutcome } from './retryMemory';
import { runPool } from './pool';
import type { Job } from './pool';
import { readMessage } from './message';
import type { Outgoing } from './message';
import { Pacer, systemClock } from './pacer';
import type { SendOperation } from './parties';
import { quietUntil } from './quietHours';
import { skippedItem, submittedItem } from './result';
import { sendError } from './sendErrors';

/** Messages a second for an account, unless Vonage's support raised it. */
const usualRate = 30;

/** Requests under way at once: with answers within a third of a second this keeps up with the usual rate. */
const atOnce = 10;

/**
 * Sends one message per input item and returns one item for each, in order. Unless the node continues on errors, the
 * messages of all items are checked before the first is sent, and the first that Vonage does not accept ends the run.
 *
 * @throws NodeApiError, NodeOperationError of the first item that failed, unless the node continues on errors
 */
export async function sendItems(
	context: IExecuteFunctions,
	operation: SendOperation,
): Promise<INodeExecutionData[]> {
	const before = retryMemory(context);
	const readings = context.getInputData().map((_, itemIndex): Reading => {
		const known = before.outcome(itemIndex);
		return known ? { kind: 'settled', outcome: known } : read(context, operation, itemIndex);
	});
	const mistake = readings.find(isMistake);
	// A mistake in the tenth item shows before the first nine are paid for.
	if (!context.continueOnFail() && mistake) throw mistake.outcome.error;
	const outcomes = await sendMessages(context, new Map(readings.entries()));
	return outcomes.map((outcome, itemIndex) =>
		outcome.kind === 'item' ? outcome.item : errorItem(outcome.error, itemIndex),
	);
}

/**
 * Sends messages that were read already.
 *
 * @param readings by the index of their input item
 * @returns the outcome of each, in their order
 * @throws NodeApiError, NodeOperationError of the first item that failed, unless the node continues on errors
 */
export async function sendMessages(
	context: IExecuteFunctions,
	readings: ReadonlyMap<number, Reading>,
): Promise<ItemOutcome[]> {
	const continues = context.continueOnFail();
	const guard = new OptOutGuard(context);
	const jobOf = await sender(context, guard);
	const jobs = [...readings];
	const outcomes = await runPool(
		jobs.length,
		atOnce,
		(index) => {
			const [itemIndex, reading] = jobs[index] ?? [];
			if (itemIndex === undefined || !reading) throw new Error(`no message ${index}`);
			return jobOf(reading, itemIndex);
		},
		(outcome) => outcome.kind === 'error' && !continues,
	).finally(async () => await guard.end());
	const failure = outcomes.find((outcome) => outcome?.kind === 'error');
	if (!continues && failure) throw withTally(failure.error, outcomes);
	return outcomes;
}

/** A message to send, or what is already certain: sent in an earlier try, skipped, or a mistake. */
export type Reading = Outgoing | { kind: 'settled'; outcome: ItemOutcome; isMistake?: boolean };

function read(context: IExecuteFunctions, operation: SendOperation, itemIndex: number): Reading {
	try {
		const message = readMessage(new ItemReader(context, itemIndex), operation);
		if (message.kind === 'message') return message;
		const item = { json: skippedItem(message), pairedItem: { item: itemIndex } };
		return { kind: 'settled', outcome: { kind: 'item', item } };
	} catch (error) {
		const outcome = { kind: 'error' as const, error: toItemError(context, error, itemIndex) };
		return { kind: 'settled', outcome, isMistake: true };
	}
}

function isMistake(
	reading: Reading,
): reading is { kind: 'settled'; outcome: Extract<ItemOutcome, { kind: 'error' }> } {
	return reading.kind === 'settled' && reading.isMistake === true;
}

/** Makes the job of each item. */
async function sender(
	context: IExecuteFunctions,
	guard: OptOutGuard,
): Promise<(reading: Reading, itemIndex: number) => Job<ItemOutcome>> {
	const before = retryMemory(context);
	const auth = await sendingAuth(context);
	const pacer = new Pacer(rateOf(context), systemClock(context.getExecutionCancelSignal()));

	const send = async (message: Outgoing, itemIndex: number): Promise<ItemOutcome> => {
		try {
			const reason =
				quietReason(context, message, itemIndex) ?? (await guard.reasonToSkip(message));
			if (reason !== null) return skipped(message, reason, itemIndex);
			const answer = await deliver(context, message, auth, pacer);
			await guard.note(message, answer);
			const outcome = outcomeOf(context, message, answer, itemIndex);
			if (answer.kind !== 'refused') before.remember(itemIndex, outcome);
			return outcome;
		} catch (error) {
			return { kind: 'error', error: toItemError(context, error, itemIndex) };
		}
	};
	return (reading, itemIndex) => {
		const known = before.outcome(itemIndex);
		if (known) return settled(known, itemIndex);
		if (reading.kind === 'settled') return settled(reading.outcome, itemIndex);
		return { key: reading.to, run: async () => await send(reading, itemIndex) };
	};
}

/** Messages per second: the first item decides for all. */
function rateOf(context: IExecuteFunctions): number {
	if (context.getInputData().length === 0) return usualRate;
	const range = { label: 'Batching (Messages per Second)', min: 0, max: 1000 };
	const asked = new ItemReader(context, 0).collection('options').number('batching', range) ?? 0;
	return asked > 0 ? asked : usualRate;
}

function settled(outcome: ItemOutcome, itemIndex: number): Job<ItemOutcome> {
	return { key: `item ${itemIndex}`, run: async () => outcome };
}

/** @throws NodeOperationError where quiet hours are an error */
function quietReason(
	context: IExecuteFunctions,
	{ quietHours, to }: Outgoing,
	itemIndex: number,
): string | null {
	const until = quietHours && quietUntil(quietHours, to, Date.now());
	if (!until) return null;
	const reason = `Quiet hours for +${to} last until ${until.toISOString()}`;
	if (quietHours.action === 'skip') return reason;
	throw new ItemReader(context, itemIndex).refuse(`${reason}. Send the message after that time.`);
}

function skipped(message: Outgoing, reason: string, itemIndex: number): ItemOutcome {
	const { shownFrom: from, to } = message;
	const json = skippedItem({ kind: 'skipped', reason, from, to: `+${to}` });
	return { kind: 'item', item: { json, pairedItem: { item: itemIndex } } };
}

function outcomeOf(
	context: IExecuteFunctions,
	message: Outgoing,
	answer: SendResult,
	itemIndex: number,
): ItemOutcome {
	if (answer.kind !== 'submitted') {
		return { kind: 'error', error: sendError(context, message, answer, itemIndex) };
	}
	const json = submittedItem(message, answer.parts);
	return { kind: 'item', item: { json, pairedItem: { item: itemIndex } } };
}

/** Says how many messages were sent all the same: their items are lost with the run. */
function withTally(error: ItemError, outcomes: ItemOutcome[]): ItemError {
	const sent = outcomes.filter((outcome) => outcome?.kind === 'item').length;
	if (sent === 0) return error;
	error.message = `${error.message} ${sent} other ${sent === 1 ? 'message' : 'messages'} had already been sent in this run. To get an item for each message, set 'On Error' in the node's settings to continue.`;
	return error;
}
