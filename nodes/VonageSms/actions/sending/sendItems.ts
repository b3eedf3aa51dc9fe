import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { errorItem, toItemError } from '../errorItem';
import type { ItemError } from '../errorItem';
import { ItemReader } from '../itemReader';
import { OptOutGuard } from '../optOut/guard';
import { forgetSettled, runLater, settledEarlier } from './laterRun';
import { readMessage } from './message';
import type { SendOperation } from './parties';
import { runPool } from './pool';
import { itemOutcome, shownWhileWaiting, skippedItem } from './result';
import { retryMemory } from './retryMemory';
import type { ItemOutcome } from './retryMemory';
import { sendingJobs } from './sendingJobs';
import type { Postponed, Reading } from './sendingJobs';

/** Requests under way at once: with answers within a third of a second this keeps up with the usual rate. */
const atOnce = 10;

/**
 * Sends one message per input item and returns one item for each, in order. Unless the node continues on errors, the
 * messages of all items are checked before the first is sent, and the first that Vonage does not accept ends the run.
 *
 * Messages that wait for the end of quiet hours are sent by a later run of the node in the same execution. What this
 * run returns then is only shown while the execution waits.
 *
 * @throws NodeApiError, NodeOperationError of the first item that failed, unless the node continues on errors
 */
export async function sendItems(
	context: IExecuteFunctions,
	operation: SendOperation,
): Promise<INodeExecutionData[]> {
	const before = retryMemory(context);
	const earlier = settledEarlier(context);
	const readings = context.getInputData().map((_, itemIndex): Reading => {
		const item = earlier.get(itemIndex);
		const known = item ? { kind: 'item' as const, item } : before.outcome(itemIndex);
		if (!known) return read(context, operation, itemIndex);
		// With "Retry On Fail" the last run, too, may be tried again.
		before.remember(itemIndex, known);
		return { kind: 'settled', outcome: known };
	});
	const mistake = readings.find(isMistake);
	// A mistake in the tenth item shows before the first nine are paid for.
	if (!context.continueOnFail() && mistake) throw mistake.outcome.error;
	const postponed: Postponed = new Map();
	const outcomes = await sendMessages(context, new Map(readings.entries()), postponed);
	const items = outcomes.map((outcome, itemIndex) =>
		outcome.kind === 'item' ? outcome.item : errorItem(outcome.error, itemIndex),
	);
	if (postponed.size === 0) {
		forgetSettled(context);
		return items;
	}
	const settled = [...items.entries()].filter(([itemIndex]) => !postponed.has(itemIndex));
	const next = new Date(Math.min(...[...postponed.values()].map((until) => until.getTime())));
	await runLater(context, next, new Map(settled));
	return items.map(shownWhileWaiting);
}

/**
 * Sends messages that were read already.
 *
 * @param readings by the index of their input item
 * @param postponed gets those that wait for the end of quiet hours
 * @returns the outcome of each, in their order
 * @throws NodeApiError, NodeOperationError of the first item that failed, unless the node continues on errors
 */
export async function sendMessages(
	context: IExecuteFunctions,
	readings: ReadonlyMap<number, Reading>,
	postponed: Postponed = new Map(),
): Promise<ItemOutcome[]> {
	const continues = context.continueOnFail();
	const guard = new OptOutGuard(context);
	const jobOf = await sendingJobs(context, guard, postponed);
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

function read(context: IExecuteFunctions, operation: SendOperation, itemIndex: number): Reading {
	try {
		const message = readMessage(new ItemReader(context, itemIndex), operation);
		if (message.kind === 'message') return message;
		return { kind: 'settled', outcome: itemOutcome(skippedItem(message), itemIndex) };
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

/**
 * Says how many messages were sent all the same: their items are lost with the run. With "Retry On Fail", the error of a
 * message that may have been sent comes again, and already says how many it was before.
 */
function withTally(error: ItemError, outcomes: ItemOutcome[]): ItemError {
	const sent = outcomes.filter(
		(outcome) => outcome?.kind === 'item' && outcome.item.json.status === 'submitted',
	).length;
	if (sent === 0) return error;
	error.message = `${error.message.replace(TALLY, '')} ${sent} other ${sent === 1 ? 'message' : 'messages'} had already been sent in this run. To get an item for each message, set 'On Error' in the node's settings to continue.`;
	return error;
}

const TALLY = / \d+ other messages? had already been sent in this run\..*$/s;
