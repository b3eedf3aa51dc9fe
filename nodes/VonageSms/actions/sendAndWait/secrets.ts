import { randomBytes } from 'node:crypto';
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { newCode } from '../../questions/reply';
import { runOf } from '../sending/retryMemory';

/** The random values in the SMS of one item. */
export interface ItemSecrets {
	/** Four digits. */
	code: string;
	/** Leads from a delivery receipt to its question. */
	clientRef: string;
}

const secrets = new WeakMap<INodeExecutionData, { run: string; secrets: ItemSecrets }>();

/**
 * The code and reference of an item. With "Retry On Fail" n8n runs the node again with the same item objects, and an
 * SMS that went out is not sent a second time: its code must stay the same.
 */
export function secretsOf(context: IExecuteFunctions, itemIndex: number): ItemSecrets {
	const item = context.getInputData()[itemIndex];
	const run = runOf(context);
	const known = item && secrets.get(item);
	if (known?.run === run) return known.secrets;
	const made = { code: newCode(), clientRef: randomBytes(12).toString('hex') };
	if (item) secrets.set(item, { run, secrets: made });
	return made;
}
