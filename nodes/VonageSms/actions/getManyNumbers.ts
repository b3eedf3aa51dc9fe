import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
} from 'n8n-workflow';
import { listNumbers } from '../vonage/numbers';
import type { VirtualNumber } from '../vonage/numbers';
import { openSession } from '../vonage/session';
import { forEachItem } from './forEachItem';
import { ItemReader } from './itemReader';
import type { Collection } from './itemReader';
import type { Operation } from './operation';
import { limitFields, readLimit } from './fields/limit';

const fields: INodeProperties[] = [
	...limitFields,
	{
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add Filter',
		default: {},
		options: [
			{
				displayName: 'Can Send and Receive SMS',
				name: 'smsOnly',
				type: 'boolean',
				default: true,
				description: 'Whether to return only numbers that can send and receive SMS',
			},
			{
				displayName: 'Country Code',
				name: 'country',
				type: 'string',
				default: '',
				placeholder: 'e.g. GB',
				description: "Two-letter code of the numbers' country",
			},
			{
				displayName: 'Number Contains',
				name: 'pattern',
				type: 'string',
				default: '',
				placeholder: 'e.g. 7700900',
				description: 'Digits to search for in the numbers',
			},
		],
	},
];

/** For each input item, returns one item per number of the account that passes the filters. */
async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const session = await openSession(context);
	return await forEachItem(context, async (itemIndex) => {
		const reader = new ItemReader(context, itemIndex);
		const filters = reader.collection('filters');
		const numbers = (await listNumbers(session, {}, 'noContent')).filter((number) =>
			passes(number, filters),
		);
		const limit = readLimit(reader);
		return numbers.slice(0, limit).map(numberItem);
	});
}

function passes(number: VirtualNumber, filters: Collection): boolean {
	const country = filters.text('country')?.toUpperCase();
	const digits = filters.text('pattern')?.replace(/\D/g, '');
	return (
		(country === undefined || number.country === country) &&
		(digits === undefined || number.msisdn.includes(digits)) &&
		(!filters.flag('smsOnly') || number.features.includes('SMS'))
	);
}

function numberItem(number: VirtualNumber): IDataObject {
	const isShortCode = number.type === 'mobile-shortcode';
	return {
		number: isShortCode ? number.msisdn : `+${number.msisdn}`,
		country: number.country,
		type: number.type,
		features: number.features,
		inboundUrl: number.inboundUrl,
		applicationId: number.settings.app_id ?? null,
	};
}

export const getManyNumbers: Operation = {
	resource: 'number',
	option: {
		name: 'Get Many',
		value: 'getMany',
		action: 'Get many numbers',
		description: 'Retrieve a list of virtual numbers',
	},
	fields,
	execute,
};
