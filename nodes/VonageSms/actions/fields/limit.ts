import type { INodeProperties } from 'n8n-workflow';
import type { ItemReader } from '../itemReader';

/** How many results an operation returns. */
export const limitFields: INodeProperties[] = [
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		displayOptions: { show: { returnAll: [false] } },
		description: 'Max number of results to return',
	},
];

/** Infinity for 'Return All'. */
export function readLimit(item: ItemReader): number {
	return item.value('returnAll') === true ? Infinity : Number(item.value('limit') ?? 50);
}
