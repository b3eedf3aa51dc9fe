import {
	NodeOperationError,
	type INode,
	type INodeProperties,
	type IExecuteFunctions,
	type IHookFunctions,
	type ITriggerFunctions,
	type IWebhookFunctions,
} from 'n8n-workflow';

import type { PayloadFormat } from '../codec';
import { type AllowedAddresses, parseAllowedAddresses, type SignatureCheck } from '../inbound';
import type { ItemOptions } from '../items';
import type { ReassemblyPolicy, Served } from '../reassembly';
import type { OptOutRegister } from './consent';
import { optionProperties } from './optionProperties';

export type TriggerContext = ITriggerFunctions | IWebhookFunctions | IHookFunctions;

type TriggerEvent = 'message' | 'deliveryReceipt';

/** Seconds after which a dispatcher that was not seen counts as gone: webhooks are answered 503 then. */
const DISPATCHER_TIMEOUT_S = 900;

/** The trigger's parameters needed for receiving and dispatching. */
export interface TriggerSettings {
	events: TriggerEvent[];
	/** The application that the trigger listens to; empty for none. */
	applicationId: string;
	signatureCheck: SignatureCheck;
	/** Null: anyone may call. */
	allowedIps: AllowedAddresses | null;
	/** Seconds; 0 for any. */
	maxWebhookAge: number;
	concurrency: number;
	/** Whether attachments of an MMS become binary properties. */
	downloadMedia: boolean;
	optOutRegister: OptOutRegister;
	/** What the trigger listens to. */
	serves: Served;
	reassembly: ReassemblyPolicy;
	item: ItemOptions;
}

/** @throws NodeOperationError that names the option whose value cannot be used, an expression's included */
export function readSettings(context: TriggerContext): TriggerSettings {
	const read = optionReader(context.getNode(), context.getNodeParameter('options', {}));
	return {
		events: readEvents(context),
		applicationId: readApplicationId(context),
		signatureCheck: context.getNodeParameter('signatureCheck', 'enforce') as SignatureCheck,
		allowedIps: readAllowedIps(context.getNode(), read.text('allowedIps')),
		maxWebhookAge: read.number('maxWebhookAge'),
		concurrency: Math.floor(read.number('concurrency')),
		downloadMedia: read.switched('downloadMedia'),
		optOutRegister: read.choice<OptOutRegister>('optOutRegister'),
		serves: readServes(context),
		reassembly: policyOf(read),
		item: {
			payloadFormat: read.choice<PayloadFormat>('payloadFormat'),
			output: read.choice<ItemOptions['output']>('output'),
			escapeFormulas: read.switched('escapeFormulas'),
		},
	};
}

/** The same policy inside an execution, where parameters are read for an item. */
export function readReassemblyPolicy(context: IExecuteFunctions): ReassemblyPolicy {
	return policyOf(optionReader(context.getNode(), context.getNodeParameter('options', 0, {})));
}

function policyOf(read: OptionReader): ReassemblyPolicy {
	return {
		partTimeout: read.number('partTimeout'),
		deduplicationHours: read.number('deduplicationHours'),
		onIncomplete: read.choice<'emit' | 'discard'>('onIncomplete'),
		onePerSender: read.switched('onePerSender'),
		mergeWindow: read.number('mergeWindow'),
		mergeLimit: read.number('mergeLimit'),
		afterCrash: read.choice<'leave' | 'runAgain'>('afterCrash'),
		dispatcherTimeout: DISPATCHER_TIMEOUT_S,
	};
}

/** Names whose messages these are: workflow, node, and test or production, which never mix. */
export function scopeOf(
	context: TriggerContext | IExecuteFunctions,
	run: 'production' | 'test',
): string {
	return `${context.getWorkflow().id ?? 'new'}/${context.getNode().id}/${run}`;
}

function readEvents(context: TriggerContext): TriggerEvent[] {
	const names = asList(context.getNodeParameter('events', ['message']));
	return (['message', 'deliveryReceipt'] as const).filter((event) => names.includes(event));
}

function readServes(context: TriggerContext): Served {
	const events = readEvents(context);
	return {
		numbers: events.includes('message') ? readNumbers(context) : [],
		receipts: events.includes('deliveryReceipt'),
	};
}

/** Null: any. */
function readNumbers(context: TriggerContext): string[] | null {
	if (context.getNodeParameter('registration', 'number') !== 'number') return null;
	return asList(context.getNodeParameter('numbers', [])).map((number) => number.replace(/^00/, ''));
}

/** A list, or the comma-separated list that an expression may return. */
function asList(given: unknown): string[] {
	const entries = Array.isArray(given) ? given : String(given).split(',');
	return entries.map((entry) => String(entry).trim());
}

function readApplicationId(context: TriggerContext): string {
	if (context.getNodeParameter('registration', 'number') !== 'application') return '';
	return String(context.getNodeParameter('application', '', { extractValue: true })).trim();
}

function readAllowedIps(node: INode, list: string): AllowedAddresses | null {
	try {
		return parseAllowedAddresses(list);
	} catch (error) {
		const { message } = error as Error;
		throw new NodeOperationError(node, `The 'Allowed IP Addresses' option isn't valid: ${message}`);
	}
}

/** Reads options according to the description in the editor: the default, the lowest value, the choices. */
function optionReader(node: INode, options: unknown) {
	const given = options as Record<string, unknown>;
	const valueOf = (option: INodeProperties): unknown =>
		option.name in given ? given[option.name] : option.default;
	const refuse = ({ displayName }: INodeProperties, value: unknown, expected: string) =>
		new NodeOperationError(
			node,
			`The '${displayName}' option must be ${expected}, but is ${JSON.stringify(value) ?? 'undefined'}`,
		);
	return {
		number(name: string): number {
			const option = optionNamed(name);
			const value = valueOf(option);
			const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
			const least = option.typeOptions?.minValue ?? 0;
			if (typeof number === 'number' && Number.isFinite(number) && number >= least) return number;
			throw refuse(option, value, `a number of at least ${least}`);
		},
		choice<T extends string>(name: string): T {
			const option = optionNamed(name);
			const value = valueOf(option);
			const choices = (option.options ?? []).map((choice) =>
				'value' in choice ? choice.value : '',
			);
			if (choices.includes(value as T)) return value as T;
			throw refuse(option, value, `one of ${choices.join(', ')}`);
		},
		switched(name: string): boolean {
			const value = valueOf(optionNamed(name));
			return value === true || value === 'true';
		},
		text(name: string): string {
			return String(valueOf(optionNamed(name)) ?? '');
		},
	};
}

type OptionReader = ReturnType<typeof optionReader>;

function optionNamed(name: string): INodeProperties {
	const option = optionProperties.find((property) => property.name === name);
	if (!option) throw new Error(`The trigger has no option ${name}`);
	return option;
}
