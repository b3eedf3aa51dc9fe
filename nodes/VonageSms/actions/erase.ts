import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
} from 'n8n-workflow';
import { eraseWishes } from '../consent';
import { Questions } from '../questions';
import { holdStore, type HeldStore } from '../storage';
import { storageField } from './fields/storage';
import { forEachItem } from './forEachItem';
import type { Operation } from './operation';
import { ItemReader } from './itemReader';

const fields: INodeProperties[] = [
	{
		displayName:
			"This can't be undone. It also deletes the person's opt-outs. If Vonage retries a message afterwards, it starts the workflow again. Executions saved by n8n aren't changed.",
		name: 'eraseNotice',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Phone Number',
		name: 'phoneNumber',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. +14155550100',
		description: 'Phone number to erase, with country code',
	},
	storageField('Must be the same as in your Vonage SMS Triggers'),
];

/**
 * Returns one item per input item with the number and how many messages, receipts, questions, and opt-outs were
 * deleted.
 */
async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const held = await holdStore(context);
	try {
		return await forEachItem(context, async (itemIndex) => [
			await eraseOne(new ItemReader(context, itemIndex), held),
		]);
	} finally {
		held.letGo();
	}
}

async function eraseOne(item: ItemReader, { store }: HeldStore): Promise<IDataObject> {
	const phoneNumber = item.phoneNumber(item.text('phoneNumber'), "'Phone Number'");
	// First, so that the store also removes the erased questions from the disk.
	const questions = await new Questions(store.database).erase(phoneNumber.slice(1));
	const optOuts = await eraseWishes(store.database, phoneNumber.slice(1));
	return { phoneNumber, ...(await store.erase(phoneNumber)), questions, optOuts };
}

export const erase: Operation = {
	resource: 'message',
	option: {
		name: 'Erase',
		value: 'erase',
		action: 'Erase phone number',
		description: 'Delete all data about a phone number from the SMS store',
		// Only people should decide to delete data.
		displayOptions: { hide: { '@tool': [true] } },
	},
	fields,
	execute,
};
