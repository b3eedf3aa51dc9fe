import type { IHookFunctions, ITriggerFunctions, IWebhookFunctions } from 'n8n-workflow';

import type { PayloadFormat } from '../codec';
import type { ItemOptions } from '../items';
import type { ReassemblyPolicy } from '../reassembly';

export type TriggerContext = ITriggerFunctions | IWebhookFunctions | IHookFunctions;

export type TriggerEvent = 'message' | 'deliveryReceipt';
export type SignatureCheck = 'enforce' | 'ifPresent' | 'off';
export type Storage = 'sqlite' | 'postgres';

/** The trigger's parameters, as far as receiving and handing over need them. */
export interface TriggerSettings {
	events: TriggerEvent[];
	signatureCheck: SignatureCheck;
	storage: Storage;
	/** Comma list of addresses and CIDR ranges, empty for any. */
	allowedIps: string;
	/** Seconds; 0 for any. */
	maxWebhookAge: number;
	concurrency: number;
	reassembly: ReassemblyPolicy;
	item: ItemOptions;
}

interface Options {
	partTimeout?: number;
	onIncomplete?: 'emit' | 'discard';
	output?: 'simplified' | 'raw';
	payloadFormat?: PayloadFormat;
	allowedIps?: string;
	deduplicationHours?: number;
	maxWebhookAge?: number;
	escapeFormulas?: boolean;
	concurrency?: number;
	onePerSender?: boolean;
}

export function readSettings(context: TriggerContext): TriggerSettings {
	const options = context.getNodeParameter('options', {}) as Options;
	return {
		events: context.getNodeParameter('events') as TriggerEvent[],
		signatureCheck: context.getNodeParameter('signatureCheck') as SignatureCheck,
		storage: readStorage(context),
		allowedIps: options.allowedIps ?? '',
		maxWebhookAge: options.maxWebhookAge ?? 0,
		concurrency: Math.max(1, options.concurrency ?? 20),
		reassembly: {
			partTimeout: options.partTimeout ?? 600,
			deduplicationHours: options.deduplicationHours ?? 48,
			onIncomplete: options.onIncomplete ?? 'emit',
			onePerSender: options.onePerSender ?? false,
		},
		item: {
			payloadFormat: options.payloadFormat ?? 'auto',
			output: options.output ?? 'simplified',
			escapeFormulas: options.escapeFormulas ?? false,
		},
	};
}

export function readStorage(context: TriggerContext): Storage {
	return context.getNodeParameter('storage') as Storage;
}

/** Names whose messages these are: workflow, node, and test or production, which never mix. */
export function scopeOf(context: TriggerContext, run: 'production' | 'test'): string {
	return `${context.getWorkflow().id ?? 'new'}/${context.getNode().id}/${run}`;
}
