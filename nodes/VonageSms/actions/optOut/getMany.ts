import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { listOptOuts } from '../../consent';
import type { Operation } from '../operation';
import { registerField } from './fields';
import { onRegister, readOwn, registerItem } from './register';

const fields: INodeProperties[] = [
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
	{
		displayName: 'Own Number',
		name: 'ownNumber',
		type: 'string',
		default: '',
		placeholder: 'e.g. +447700900001',
		description: 'Return only opt-outs that apply to this number. Leave empty to return all.',
	},
	registerField,
];

/** One item for each opt-out in the register, newest first, for each input item. */
async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	return await onRegister(context, async ({ database, account }, item) => {
		const limit = item.value('returnAll') === true ? Infinity : Number(item.value('limit') ?? 50);
		const own = readOwn(item);
		const wishes = await listOptOuts(database, { account, own, limit });
		return wishes.map((wish) => registerItem(wish.person, wish.own, wish, true));
	});
}

export const getManyOptOuts: Operation = {
	resource: 'optOut',
	option: {
		name: 'Get Many',
		value: 'getMany',
		action: 'Get many opt-outs',
		description: 'List the people who opted out',
	},
	fields,
	execute,
};
