import { updateDisplayOptions } from 'n8n-workflow';
import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
} from 'n8n-workflow';
import { toE164 } from '../phone';
import { holdStore, type HeldStore } from '../storage';
import { storageField } from './fields/storage';
import { forEachItem } from './forEachItem';
import { refuseItem } from './parameters';

export const fields: INodeProperties[] = updateDisplayOptions(
	{ show: { resource: ['message'], operation: ['erase'] } },
	[
		{
			displayName:
				"This can't be undone. A message that Vonage sends again afterwards starts the workflow again. Executions that n8n has saved are not changed.",
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
			description: 'Number of the person, with its country code',
		},
		storageField('The store to erase the number from: the same as in your Vonage SMS Triggers'),
	],
);

/** For each input item one item with the number and how many messages and receipts were deleted. */
export async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const held = await holdStore(context);
	try {
		return await forEachItem(context, async (itemIndex) => [
			await eraseOne(context, held, itemIndex),
		]);
	} finally {
		held.letGo();
	}
}

async function eraseOne(
	context: IExecuteFunctions,
	{ store }: HeldStore,
	itemIndex: number,
): Promise<IDataObject> {
	const typed = String(context.getNodeParameter('phoneNumber', itemIndex, ''));
	const phoneNumber = toE164(typed);
	if (phoneNumber === null) {
		throw refuseItem(
			context,
			itemIndex,
			"'Phone Number' isn't a phone number with its country code",
			'Enter it as +14155550100',
		);
	}
	return { phoneNumber, ...(await store.erase(phoneNumber)) };
}
