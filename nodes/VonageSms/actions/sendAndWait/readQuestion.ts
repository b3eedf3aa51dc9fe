import type { IExecuteFunctions } from 'n8n-workflow';
import type { NewQuestion, OpenQuestions, PlannedSms } from '../../questions';
import { listWords } from '../../questions/reply';
import type { Expectation } from '../../questions/reply';
import { isRecord } from '../../vonage/json';
import { ItemReader } from '../itemReader';
import type { Collection } from '../itemReader';
import { readMessage } from '../sending/message';
import type { Outgoing } from '../sending/message';
import { secretsOf } from './secrets';
import { milliseconds } from './times';

/** The SMS of one item, and the question to store for it. */
export interface Ask {
	kind: 'ask';
	message: Outgoing;
	question: NewQuestion;
}

/** An item without a question, because the person opted out. */
export interface NotAsked {
	kind: 'skipped';
	terms: NewQuestion['terms'];
}

/**
 * Reads and checks what one item asks.
 *
 * @param account API key of the credential
 * @throws NodeOperationError with the item's index, naming the parameter that is wrong; nothing has been sent
 */
export function readAsk(
	context: IExecuteFunctions,
	itemIndex: number,
	account: string,
): Ask | NotAsked {
	const item = new ItemReader(context, itemIndex);
	const responseType = item.text('responseType');
	const receipt = responseType === 'receipt';
	const options = item.collection('options');
	const approval = item.collection('approvalOptions');
	const expectation = readExpectation(
		responseType,
		approval,
		options,
		() => secretsOf(context, itemIndex).code,
	);
	const hint = howToReply(expectation);
	const { code } = expectation;
	const message = readMessage(item, 'sendAndWait', (text) =>
		code === null ? text : withCode(text, code, hint),
	);
	if (message.kind === 'skipped') {
		const { from, to } = message;
		const terms = { from: from ?? '', to: to ?? '', text: '', expectation, askAgain: null };
		return { kind: 'skipped', terms };
	}
	if (receipt) message.fields.clientRef ||= secretsOf(context, itemIndex).clientRef;
	else checkSender(item, message);
	return {
		kind: 'ask',
		message,
		question: {
			item: itemIndex,
			kind: receipt ? 'receipt' : 'reply',
			own: message.from,
			peer: message.to,
			clientRef: receipt ? (message.fields.clientRef ?? null) : null,
			openQuestions: readOpenQuestions(options),
			terms: {
				from: message.shownFrom,
				to: `+${message.to}`,
				text: message.content.kind === 'encoded' ? message.content.text : '',
				expectation,
				askAgain:
					expectation.responseType === 'approval' && approval.flag('askAgain') !== false
						? (approval.text('askAgainMessage') ?? `Please ${hint}`)
						: null,
				optOutAccount: message.checksRegister ? account : null,
			},
		},
	};
}

/** Reminders and escalation, in the order in which they are due; a delivery receipt is not asked for again. */
export function readPlan(context: IExecuteFunctions, now: number): PlannedSms[] {
	const item = new ItemReader(context, 0);
	if (item.text('responseType') === 'receipt') return [];
	const options = item.value('options');
	const { reminders, escalation } = isRecord(options) ? options : {};
	const country = item.collection('options').text('defaultCountry');
	const plan: PlannedSms[] = valuesOf(reminders).map((values) => ({
		kind: 'reminder',
		at: now + milliseconds(values.amount ?? 1, values.unit ?? 'hours'),
		text: required(item, values.message, 'Message', 'Reminders'),
	}));
	for (const values of valuesOf(escalation)) {
		const to = required(item, values.to, 'To', 'Escalation');
		plan.push({
			kind: 'escalation',
			at: now + milliseconds(values.amount ?? 1, values.unit ?? 'hours'),
			to: item.phoneNumber(to, "'To' in 'Escalation'", country),
			text: typeof values.message === 'string' && values.message !== '' ? values.message : null,
		});
	}
	return plan.sort((a, b) => a.at - b.at);
}

/** How many items need an answer before the execution continues. */
export function readWanted(context: IExecuteFunctions, questions: number): number {
	const options = new ItemReader(context, 0).collection('options');
	const range = { label: 'Number of Replies', min: 1, integer: true };
	switch (options.text('continueWhen')) {
		case 'first':
			return 1;
		case 'count':
			return Math.min(questions, options.number('repliesNeeded', range) ?? 1);
		default:
			return questions;
	}
}

function readExpectation(
	chosen: string,
	approval: Collection,
	options: Collection,
	newCode: () => string,
): Expectation {
	const responseType = chosen === 'approval' ? 'approval' : 'freeText';
	const asked = responseType === 'approval' ? approval : options;
	return {
		responseType,
		words: {
			yes: listWords(approval.text('yesWords') ?? ''),
			no: listWords(approval.text('noWords') ?? ''),
		},
		code: asked.flag('requireCode') && chosen !== 'receipt' ? newCode() : null,
	};
}

/** How to reply, as the rest of a sentence that begins with "Please". */
function howToReply({ responseType, words, code }: Expectation): string {
	const suffix = code === null ? '' : ` ${code}`;
	if (responseType === 'freeText') return `include the code${suffix} in your reply.`;
	const yes = (words.yes[0] ?? 'yes').toUpperCase();
	const no = (words.no[0] ?? 'no').toUpperCase();
	return `reply ${yes}${suffix} or ${no}${suffix}.`;
}

/** A text may say itself where the code belongs. */
function withCode(text: string, code: string, hint: string): string {
	return text.includes('{code}') ? text.replaceAll('{code}', code) : `${text}\n\nPlease ${hint}`;
}

function readOpenQuestions(options: Collection): OpenQuestions {
	const value = options.text('openQuestions');
	return value === 'oldest' || value === 'refuse' || value === 'replace' ? value : 'newest';
}

function checkSender(item: ItemReader, { from }: Outgoing): void {
	if (/^\d{3,15}$/.test(from)) return;
	throw item.refuse(
		`'From' is a sender ID (${from.slice(0, 20)}), which can't receive replies. Choose one of your Vonage numbers.`,
	);
}

function valuesOf(collection: unknown): Array<Record<string, unknown>> {
	const values = isRecord(collection) ? collection.values : undefined;
	return (Array.isArray(values) ? values : [values]).filter(isRecord);
}

function required(item: ItemReader, value: unknown, name: string, collection: string): string {
	const text = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
	if (text !== '') return text;
	throw item.refuse(`'${name}' in '${collection}' is empty. Fill it in or remove the entry.`);
}
