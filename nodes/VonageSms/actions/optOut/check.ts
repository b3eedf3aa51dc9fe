import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { findOptOut } from '../../consent';
import type { Operation } from '../operation';
import { personFields } from './fields';
import { onRegister, readOwn, readPerson, registerItem } from './register';

const fields: INodeProperties[] = personFields(
	'Number or sender ID that you would text the person from. Leave empty to find only opt-outs from the whole account.',
);

/** One item for each input item: `optedOut`, and since when and why. */
async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	return await onRegister(context, async ({ database, account }, item) => {
		const person = readPerson(item);
		const own = readOwn(item);
		const wish = await findOptOut(database, { account, person, own: own ?? '' });
		return [registerItem(person, own, wish, wish !== null)];
	});
}

export const checkOptOut: Operation = {
	resource: 'optOut',
	option: {
		name: 'Check',
		value: 'check',
		action: 'Check opt-out',
		description: 'Check whether a person opted out',
	},
	fields,
	execute,
};
