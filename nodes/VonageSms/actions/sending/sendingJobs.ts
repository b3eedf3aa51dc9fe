import type { IExecuteFunctions } from 'n8n-workflow';
import type { SendResult } from '../../vonage/sendResult';
import { toItemError } from '../errorItem';
import { ItemReader } from '../itemReader';
import type { OptOutGuard } from '../optOut/guard';
import { sendingAuth } from './auth';
import { deliver } from './deliver';
import type { Outgoing } from './message';
import { Pacer, systemClock } from './pacer';
import type { Job } from './pool';
import { quietUntil } from './quietHours';
import { itemOutcome, submittedItem, unsentItem } from './result';
import { retryMemory } from './retryMemory';
import type { ItemOutcome } from './retryMemory';
import { sendError } from './sendErrors';

/** Messages a second for an account, unless Vonage's support raised it. */
const usualRate = 30;

/** When the quiet hours of a message end, by the index of its input item. */
export type Postponed = Map<number, Date>;

/** A message to send, or an outcome that is already certain: sent in an earlier try, skipped, or a mistake. */
export type Reading = Outgoing | { kind: 'settled'; outcome: ItemOutcome; isMistake?: boolean };

/** Makes the job of each item: it sends the message, unless that is settled or the message must not go out now. */
export async function sendingJobs(
	context: IExecuteFunctions,
	guard: OptOutGuard,
	postponed: Postponed,
): Promise<(reading: Reading, itemIndex: number) => Job<ItemOutcome>> {
	const before = retryMemory(context);
	const auth = await sendingAuth(context);
	const pacer = new Pacer(rateOf(context), systemClock(context.getExecutionCancelSignal()));

	const send = async (message: Outgoing, itemIndex: number): Promise<ItemOutcome> => {
		const optedOut = await guard.reasonToSkip(message);
		if (optedOut !== null) {
			return itemOutcome(unsentItem(message, 'skipped', optedOut), itemIndex);
		}
		const until = message.quietHours && quietUntil(message.quietHours, message.to, Date.now());
		if (until) return duringQuietHours(context, message, itemIndex, until, postponed);
		const answer = await deliver(context, message, auth, pacer);
		await guard.note(message, answer);
		const outcome = outcomeOf(context, message, answer, itemIndex);
		if (answer.kind !== 'refused') before.remember(itemIndex, outcome);
		return outcome;
	};
	return (reading, itemIndex) => {
		const known = before.outcome(itemIndex);
		if (known) return settled(known, itemIndex);
		if (reading.kind === 'settled') return settled(reading.outcome, itemIndex);
		const run = async (): Promise<ItemOutcome> =>
			await send(reading, itemIndex).catch((error: unknown) => ({
				kind: 'error',
				error: toItemError(context, error, itemIndex),
			}));
		return { key: reading.to, run };
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
function duringQuietHours(
	context: IExecuteFunctions,
	message: Outgoing,
	itemIndex: number,
	until: Date,
	postponed: Postponed,
): ItemOutcome {
	const reason = `Quiet hours for +${message.to} last until ${until.toISOString()}`;
	switch (message.quietHours?.action) {
		case 'fail':
			throw new ItemReader(context, itemIndex).refuse(
				`${reason}. Send the message after that time.`,
			);
		case 'wait':
			postponed.set(itemIndex, until);
			return itemOutcome(unsentItem(message, 'waiting', reason), itemIndex);
		default:
			return itemOutcome(unsentItem(message, 'skipped', reason), itemIndex);
	}
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
	return itemOutcome(submittedItem(message, answer.parts), itemIndex);
}
