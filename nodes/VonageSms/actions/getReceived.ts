import { NodeOperationError } from 'n8n-workflow';
import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
} from 'n8n-workflow';
import { readPhoneNumber } from '../phone';
import { holdStore, type HeldStore } from '../storage';
import { textOf } from '../vonage/json';
import { receivedRecords, type ReceivedQuery, type ReportRecord } from '../vonage/reports';
import { openSession, type VonageSession } from '../vonage/session';
import { storageField } from './fields/storage';
import { forEachItem } from './forEachItem';
import type { Operation } from './operation';
import { ItemReader } from './itemReader';
import { idOf, recoveredItem } from './reports/recoveredItem';
import { readTime } from './reports/times';
import { limitFields, readLimit } from './fields/limit';

const fields: INodeProperties[] = [
	{
		displayName:
			"Vonage charges for every record returned by its Reports API, each time you request it, so keep the time window short. Long messages are returned as separate parts without their order, and records contain no binary data or media. <a href='https://github.com/n8n-nodes-vonage-sms/n8n-nodes-vonage-sms/blob/main/docs/catching-up.md' target='_blank'>More info</a>",
		name: 'reportsNotice',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Received Through',
		name: 'receivedThrough',
		type: 'options',
		options: [
			{
				name: 'Messages API',
				value: 'MESSAGES',
				description:
					"Choose this if 'Default SMS Setting' in the Vonage dashboard is 'Messages API'",
			},
			{
				name: 'SMS API',
				value: 'SMS',
				description: "Choose this if 'Default SMS Setting' in the Vonage dashboard is 'SMS API'",
			},
		],
		default: 'SMS',
		description: 'Vonage API that your account receives SMS through',
	},
	{
		displayName: 'Received After',
		name: 'receivedAfter',
		type: 'dateTime',
		default: '={{ $now.minus({ hours: 24 }).toISO() }}',
		required: true,
		description: 'Start of the time window (inclusive)',
	},
	{
		displayName: 'Received Before',
		name: 'receivedBefore',
		type: 'dateTime',
		default: '={{ $now.toISO() }}',
		required: true,
		description: 'End of the time window (exclusive)',
	},
	{
		displayName: 'Leave Out Known Messages',
		name: 'leaveOutKnown',
		type: 'boolean',
		default: true,
		description:
			"Whether to leave out messages that the trigger has already received and still remembers (see its 'Deduplication Hours' option)",
	},
	{
		...storageField('Where messages are stored. Must be the same as in the Vonage SMS Trigger.'),
		displayOptions: { show: { leaveOutKnown: [true] } },
	},
	...limitFields,
	{
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add Filter',
		default: {},
		options: [
			{
				displayName: 'From',
				name: 'from',
				type: 'string',
				default: '',
				placeholder: 'e.g. +447700900123',
				description: 'Phone number of the sender, with country code',
			},
			{
				displayName: 'To',
				name: 'to',
				type: 'string',
				default: '',
				placeholder: 'e.g. +447700900001',
				description: 'Your number that received the message, with country code',
			},
		],
	},
];

/** For each input item, returns one item per inbound SMS in the time window, oldest first. */
async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const session = await openSession(context);
	const held = context.getNodeParameter('leaveOutKnown', 0, true) ? await openStore(context) : null;
	try {
		return await forEachItem(context, async (itemIndex) => {
			const item = new ItemReader(context, itemIndex);
			const query = readQuery(item, context.getTimezone());
			const limit = readLimit(item);
			return await readItems(session, held?.store ?? null, query, limit);
		});
	} finally {
		held?.letGo();
	}
}

async function openStore(context: IExecuteFunctions): Promise<HeldStore> {
	return await holdStore(context).catch((error: unknown) => {
		const reason = error instanceof Error ? error.message : String(error);
		throw new NodeOperationError(context.getNode(), `Nothing was requested from Vonage. ${reason}`);
	});
}

/** Doesn't read more pages than the limit needs, because each record costs money. */
async function readItems(
	session: VonageSession,
	store: HeldStore['store'] | null,
	query: ReceivedQuery,
	limit: number,
): Promise<IDataObject[]> {
	const items: IDataObject[] = [];
	const returned = new Set<string>();
	for await (const page of receivedRecords(session, query)) {
		const known = await store?.known(page.map(reportedMessage), query.start - DAY_MS);
		// Pages may overlap while messages arrive.
		const left = page.filter((record) => {
			const id = idOf(record);
			if (known?.has(id) || returned.has(id)) return false;
			if (id !== '') returned.add(id);
			return true;
		});
		items.push(...left.map((record) => recoveredItem(record, query.product)));
		if (items.length >= limit) break;
	}
	return items
		.toSorted((one, other) => String(one.receivedAt).localeCompare(String(other.receivedAt)))
		.slice(0, limit);
}

/** Clocks differ, and a webhook may arrive before the time of the message in the record. */
const DAY_MS = 86_400_000;

/** Vonage keeps records for 13 months, and each day is a request. */
const MOST_DAYS = 400;

function reportedMessage(record: ReportRecord) {
	return {
		messageId: idOf(record),
		from: textOf(record.from),
		text: textOf(record.message_body),
	};
}

function readQuery(item: ItemReader, zone: string): ReceivedQuery {
	const start = readTime(item, 'receivedAfter', 'Received After', zone);
	const end = readTime(item, 'receivedBefore', 'Received Before', zone);
	if (start >= end) {
		throw item.refuse(
			"'Received Before' must be later than 'Received After'. Nothing was requested from Vonage.",
		);
	}
	const filters = item.collection('filters');
	const days = Math.ceil((end - start) / DAY_MS);
	if (days > MOST_DAYS) {
		throw item.refuse(
			`'Received After' and 'Received Before' are ${days.toLocaleString('en-US')} days apart, but Vonage keeps records for 13 months only. Choose a shorter time. Nothing was requested from Vonage.`,
		);
	}
	return {
		product: item.text('receivedThrough') === 'MESSAGES' ? 'MESSAGES' : 'SMS',
		start,
		end,
		from: digitsOf(item, filters.text('from'), "'From' in 'Filters'"),
		to: digitsOf(item, filters.text('to'), "'To' in 'Filters'"),
	};
}

/** Digits of a phone number or short code. */
function digitsOf(item: ItemReader, value: string | undefined, what: string): string | undefined {
	if (value === undefined) return undefined;
	const reading = readPhoneNumber(value);
	return reading.kind === 'shortCode' ? reading.digits : item.phoneNumber(value, what).slice(1);
}

export const getReceived: Operation = {
	resource: 'message',
	option: {
		name: 'Get Received',
		value: 'getReceived',
		action: 'Get received messages',
		description:
			'Retrieve SMS that your numbers received in a time window, for example after downtime',
	},
	fields,
	execute,
};
