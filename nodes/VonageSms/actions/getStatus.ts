import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
} from 'n8n-workflow';
import { MOST_IDS, sentRecords, type ReportProduct } from '../vonage/reports';
import { openSession, type VonageSession } from '../vonage/session';
import { forEachItem } from './forEachItem';
import type { Operation } from './operation';
import { ItemReader } from './itemReader';
import { namesRecord, recoveredReceipt } from './reports/recoveredItem';

const fields: INodeProperties[] = [
	{
		displayName:
			'Vonage charges for every record returned by its Reports API, each time you request it',
		name: 'reportsNotice',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Message IDs',
		name: 'messageIds',
		type: 'string',
		default: '={{ $json.id }}',
		required: true,
		placeholder: 'e.g. 12000000E506AC66',
		description:
			"Message ID from the output of 'Send' or 'Reply'. To look up several, enter up to 20 IDs separated by commas, or an array. Returns one item for each ID.",
	},
];

/**
 * Returns one item per ID for each input item: the latest status, in the format of the trigger's delivery receipt.
 */
async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const session = await openSession(context);
	return await forEachItem(
		context,
		async (itemIndex) => await statusesOf(session, readIds(new ItemReader(context, itemIndex))),
	);
}

async function statusesOf(session: VonageSession, ids: string[]): Promise<IDataObject[]> {
	const known = new Map<string, IDataObject>();
	for (const first of [true, false]) {
		for (const product of ['SMS', 'MESSAGES'] as const) {
			// An ID that isn't found where IDs of its form usually are is looked up in the other product.
			const asked = ids.filter((id) => !known.has(id) && (productOf(id) === product) === first);
			const records = asked.length > 0 ? await sentRecords(session, product, asked) : [];
			for (const record of records) {
				const id = asked.find((each) => namesRecord(each, record));
				if (id !== undefined) known.set(id, recoveredReceipt(record, product, id));
			}
		}
	}
	return ids.map((id) => ({ ...(known.get(id) ?? unknownMessage(id)), found: known.has(id) }));
}

/** Message IDs are UUIDs in the Messages API and usually hexadecimal digits in the SMS API. */
function productOf(id: string): ReportProduct {
	return id.includes('-') ? 'MESSAGES' : 'SMS';
}

function unknownMessage(id: string): IDataObject {
	return {
		...recoveredReceipt({ status: 'unknown' }, productOf(id), id),
		errorText: 'Vonage has no record of a message with this ID',
		receivedAt: null,
		verified: false,
	};
}

function readIds(item: ItemReader): string[] {
	const value = item.value('messageIds');
	const listed = (Array.isArray(value) ? value.map(String) : String(value ?? '').split(/[\s,;]+/))
		.map((id) => id.trim())
		.filter((id) => id !== '');
	const ids = [...new Set(listed)];
	if (ids.length === 0) {
		throw item.refuse(
			"'Message IDs' is empty. Enter the ID of a message, such as the 'id' in the output of 'Send'.",
		);
	}
	if (ids.length > MOST_IDS) {
		throw item.refuse(
			`'Message IDs' contains ${ids.length} IDs, but Vonage accepts ${MOST_IDS} at a time. Split them into several input items.`,
		);
	}
	return ids;
}

export const getStatus: Operation = {
	resource: 'message',
	option: {
		name: 'Get Status',
		value: 'getStatus',
		action: 'Get message status',
		description: 'Retrieve the latest status of sent messages',
	},
	fields,
	execute,
};
