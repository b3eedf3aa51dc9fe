import type { DeliveryView, ExecutionView } from './views';

/** The state text of a bubble, and its style. */
export interface MessageState {
	text: string;
	look: 'good' | 'bad' | 'wait' | 'plain';
}

/** How long the trigger waits for a missing part, in words. */
const PART_TIMEOUT = '10 minutes by default';

/** Progress of a typed message: lost, refused, in progress, or acknowledged. */
export function typedState(
	message: { parts: number; lost: number[] },
	deliveries: DeliveryView[],
): MessageState {
	const parts = countOfParts(message.parts);
	if (message.lost.length >= message.parts) return { text: 'lost on the way', look: 'bad' };
	if (deliveries.length === 0) return { text: `${parts} · no webhook to call`, look: 'bad' };
	const failed = deliveries.find(({ state }) => state === 'refused' || state === 'expired');
	if (failed) return { text: `✗ ${parts} · refused${lastStatus(failed)}`, look: 'bad' };
	const acknowledged = deliveries.filter(({ state }) => state === 'acknowledged').length;
	const progress = `${parts} · ${acknowledged} of ${deliveries.length} acknowledged`;
	if (message.lost.length > 0) {
		const lost = `part ${message.lost.join(' and ')} lost on the way`;
		return { text: `${progress} · ${lost}, n8n waits for it (${PART_TIMEOUT})`, look: 'wait' };
	}
	if (acknowledged === deliveries.length) return { text: `✓ ${progress}`, look: 'good' };
	const waiting = deliveries.find(({ nextAttemptAt }) => nextAttemptAt !== null);
	if (waiting) return { text: `${progress} · trying again${lastStatus(waiting)}`, look: 'wait' };
	return { text: progress, look: 'plain' };
}

/** Receipts by their status, each with a tick once the webhook has accepted all of them. */
export function receivedState(
	message: { parts: number },
	receipts: DeliveryView[],
	unreported: boolean,
): MessageState {
	const parts = countOfParts(message.parts);
	if (unreported) {
		return {
			text: `${parts} · no delivery receipt: the message and the account have no URL for it`,
			look: 'plain',
		};
	}
	const titles = [...new Set(receipts.map(({ title }) => title))];
	const states = titles.map((title) => {
		const same = receipts.filter((receipt) => receipt.title === title);
		const status = title.replace('Receipt: ', '');
		const done = same.every(({ state }) => state === 'acknowledged');
		return done ? `✓ ${status}` : `… ${status}`;
	});
	return { text: [parts, ...states].join(' · '), look: 'plain' };
}

/** Text of the link to the execution. */
export function executionText({ id, status }: ExecutionView): string {
	return `started execution #${id}${status === 'success' ? '' : ` (${status})`}`;
}

function countOfParts(parts: number): string {
	return parts === 1 ? '1 part' : `${parts} parts`;
}

function lastStatus({ attempts }: DeliveryView): string {
	const answer = attempts.at(-1)?.answer;
	if (answer === undefined) return '';
	return ` (${answer.kind === 'answered' ? answer.status : answer.reason})`;
}
