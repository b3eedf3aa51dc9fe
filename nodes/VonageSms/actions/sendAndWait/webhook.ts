import type {
	IDataObject,
	INodeExecutionData,
	IWebhookDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { Questions } from '../../questions';
import type { Command, ItemResult, OutgoingSms, OwnAnswer, RoundResult } from '../../questions';
import { holdStore } from '../../storage';
import { sendMessage } from '../../vonage/messages';
import { sendSms } from '../../vonage/sms';
import { sendingAuth } from '../sending/auth';
import { encode } from '../sending/encoding';

/** The signed URL at which n8n receives the request that resumes a waiting node. */
export const resumeWebhooks: IWebhookDescription[] = [
	{
		name: 'default',
		httpMethod: 'POST',
		responseMode: 'onReceived',
		// Empty, so that n8n answers what the node says.
		responseData: '',
		path: '={{ $nodeId }}',
		restartWebhook: true,
		isFullPath: true,
	},
];

/**
 * What the trigger asks of a waiting node through n8n's signed resume URL, in whichever process n8n runs it. Returns
 * items only when the execution is to continue; otherwise it goes on waiting. Never throws: n8n would continue the
 * execution with the error.
 */
export async function webhook(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const { round } = context.getQueryData() as { round?: unknown };
	const name = String(round);
	try {
		const result = await carryOut(context, name, context.getBodyData() as unknown as Command);
		if (result.kind === 'complete') {
			return { webhookResponse: own('complete', name), workflowData: [toItems(result.items)] };
		}
		if (result.kind === 'kept') await sendAll(context, result.sms);
		return { webhookResponse: own(result.kind, name) };
	} catch (error) {
		context.logger.warn(
			`${context.getNode().name}: a reply couldn't be passed to the waiting execution and will be retried. ${error instanceof Error ? error.message : String(error)}`,
		);
		return { webhookResponse: own('unavailable', name) };
	}
}

async function carryOut(
	context: IWebhookFunctions,
	round: string,
	command: Command,
): Promise<RoundResult> {
	const held = await holdStore(context);
	try {
		const questions = new Questions(held.store.database);
		const { lease } = command;
		switch (command.kind) {
			case 'answer':
				return await questions.answer({ round, lease, question: command.question }, command.reply);
			case 'receipt':
				return await questions.receipt(
					{ round, lease, question: command.question },
					command.receipt,
				);
			case 'end':
				return await questions.end({ round, lease });
			default:
				return { kind: 'refused' };
		}
	} finally {
		held.letGo();
	}
}

function own(verdict: OwnAnswer['vonageSmsQuestions'], round: string): OwnAnswer & IDataObject {
	return { vonageSmsQuestions: verdict, round };
}

function toItems(items: ItemResult[]): INodeExecutionData[] {
	return items.map(({ item, json }) => ({ json: json as IDataObject, pairedItem: { item } }));
}

/** Reminders and the like: noted as sent before they are, so one that fails is reported and not repeated. */
async function sendAll(context: IWebhookFunctions, list: OutgoingSms[]): Promise<void> {
	for (const sms of list) {
		const failure = await sendOne(context, sms).catch((error: unknown) =>
			error instanceof Error ? error.message : String(error),
		);
		if (failure === null) continue;
		context.logger.warn(
			`${context.getNode().name}: a reminder or another follow-up SMS of Send and Wait wasn't sent. ${failure}`,
		);
	}
}

/** Null, or why it was not sent. */
async function sendOne(
	context: IWebhookFunctions,
	{ from, to, text }: OutgoingSms,
): Promise<string | null> {
	const auth = await sendingAuth(context);
	const encoded = encode(text, 'auto', false);
	if (encoded.kind === 'unencodable') return "Its text can't be encoded";
	const parties = { from: from.replace('+', ''), to: to.replace('+', '') };
	const answer =
		context.getNodeParameter('api', 'sms') === 'messages'
			? await sendMessage(
					context,
					{ channel: 'sms', ...parties, text, encoding: 'auto' },
					auth.messages(),
				)
			: await sendSms(
					context,
					{
						...parties,
						content: { type: encoded.encoding === 'GSM-7' ? 'text' : 'unicode', text },
					},
					auth.sms(false),
				);
	switch (answer.kind) {
		case 'submitted':
			return null;
		case 'refused':
			return answer.refusal.message;
		case 'partial':
			return 'Only some of its parts were sent';
		case 'unknown':
			return answer.what;
	}
}
