import { NodeOperationError } from 'n8n-workflow';
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Wish } from '../../consent';
import type { Database } from '../../database';
import { readPhoneNumber } from '../../phone';
import { holdStore } from '../../storage';
import { readVonageCredential } from '../../vonage/credential';
import { forEachItem } from '../forEachItem';
import { ItemReader } from '../itemReader';

/** The register of one Vonage account. */
export interface AccountRegister {
	database: Database;
	/** API key. */
	account: string;
}

/**
 * Runs an operation on the register for each input item.
 *
 * @throws NodeOperationError when the store cannot be opened, NodeApiError and NodeOperationError of an item
 */
export async function onRegister(
	context: IExecuteFunctions,
	work: (register: AccountRegister, item: ItemReader) => Promise<IDataObject[]>,
): Promise<INodeExecutionData[]> {
	const { register, letGo } = await openRegister(context);
	try {
		return await forEachItem(
			context,
			async (itemIndex) => await work(register, new ItemReader(context, itemIndex)),
		);
	} finally {
		letGo();
	}
}

/** Open until `letGo` is called. */
export async function openRegister(
	context: IExecuteFunctions,
): Promise<{ register: AccountRegister; letGo: () => void }> {
	const { apiKey: account } = await readVonageCredential(context);
	const { store, letGo } = await holdStore(context).catch((error: unknown) => {
		const reason = error instanceof Error ? error.message : String(error);
		throw withMessage(context, `The opt-out register can't be opened. ${reason}`);
	});
	return { register: { database: store.database, account }, letGo };
}

/** n8n replaces a message in which it finds a system's error code, such as ENOENT, by a text of its own. */
function withMessage(context: IExecuteFunctions, message: string): NodeOperationError {
	const error = new NodeOperationError(context.getNode(), "The opt-out register can't be opened");
	error.message = message;
	return error;
}

/** Digits of the person's number. */
export function readPerson(item: ItemReader): string {
	return item.phoneNumber(item.text('phoneNumber'), "'Phone Number'").slice(1);
}

/** Digits of an own number, or a sender ID; null where it is left empty. */
export function readOwn(item: ItemReader): string | null {
	const value = item.text('ownNumber');
	const reading = readPhoneNumber(value);
	switch (reading.kind) {
		case 'empty':
			return null;
		case 'shortCode':
			return reading.digits;
		case 'senderId':
			return reading.text;
		default:
			return item.phoneNumber(value, "'Own Number'").slice(1);
	}
}

/** What the register says, as an item: with the same keys whether the person opted out or not. */
export function registerItem(
	person: string,
	own: string | null,
	wish: Pick<Wish, 'changedAt' | 'source' | 'messageId'> | null,
	optedOut: boolean,
): IDataObject {
	return {
		phoneNumber: `+${person}`,
		ownNumber: own !== null && /^\d{7,}$/.test(own) ? `+${own}` : own,
		optedOut,
		changedAt: wish ? new Date(wish.changedAt).toISOString() : null,
		source: wish?.source ?? null,
		messageId: wish?.messageId ?? null,
	};
}
