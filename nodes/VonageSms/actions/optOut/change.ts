import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { saveWish } from '../../consent';
import type { Operation } from '../operation';
import { personFields } from './fields';
import { onRegister, readOwn, readPerson, registerItem } from './register';

const fields: INodeProperties[] = personFields(
	'Number or sender ID that the opt-out applies to. Leave empty for all messages from the Vonage account.',
);

/** Notes that a person does not want to be texted. One item for each input item. */
export const addOptOut: Operation = {
	resource: 'optOut',
	option: {
		name: 'Add',
		value: 'add',
		action: 'Add opt-out',
		description: "Record that a person doesn't want to receive texts",
	},
	fields,
	execute: async (context) => await change(context, true),
};

/** Notes that a person wants to be texted again. One item for each input item. */
export const removeOptOut: Operation = {
	resource: 'optOut',
	option: {
		name: 'Remove',
		value: 'remove',
		action: 'Remove opt-out',
		description: 'Record that a person wants to receive texts again',
	},
	fields,
	execute: async (context) => await change(context, false),
};

async function change(
	context: IExecuteFunctions,
	optedOut: boolean,
): Promise<INodeExecutionData[]> {
	return await onRegister(context, async ({ database, account }, item) => {
		const person = readPerson(item);
		const own = readOwn(item);
		const changed = {
			changedAt: database.now(),
			source: 'workflow' as const,
			messageId: null,
		};
		await saveWish(database, { account, own, person, optedOut, ...changed });
		return [registerItem(person, own, changed, optedOut)];
	});
}
