import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { listOptOuts } from '../../consent';
import type { Operation } from '../operation';
import { registerField } from './fields';
import { onRegister, readOwn, registerItem } from './register';
import { limitFields, readLimit } from '../fields/limit';

const fields: INodeProperties[] = [
	...limitFields,
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
		const limit = readLimit(item);
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
		description: 'Retrieve a list of people who opted out',
	},
	fields,
	execute,
};
