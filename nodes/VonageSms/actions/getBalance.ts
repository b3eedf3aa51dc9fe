import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { balanceOf, balanceRequest } from '../vonage/account';
import { openSession } from '../vonage/session';
import { forEachItem } from './forEachItem';
import type { Operation } from './operation';

/** There is only one balance, so the operation has no fields. */
const fields: INodeProperties[] = [];

/** Returns one item per input item: `balance` in EUR, `currency`, `autoReload`. */
async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const session = await openSession(context);
	return await forEachItem(context, async () => {
		const body = await session.ask(balanceRequest, 'get the account balance');
		const { value, autoReload } = balanceOf(body);
		if (value === null) throw session.notVonage("it doesn't contain a balance");
		return [{ balance: value, currency: 'EUR', autoReload }];
	});
}

export const getBalance: Operation = {
	resource: 'account',
	option: {
		name: 'Get Balance',
		value: 'getBalance',
		action: 'Get account balance',
		description: 'Retrieve the account balance, in euros',
	},
	fields,
	execute,
};
