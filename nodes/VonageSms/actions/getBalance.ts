import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { isRecord } from '../vonage/json';
import { openSession } from '../vonage/session';
import { forEachItem } from './forEachItem';

/** There is one balance: the operation has nothing to fill in. */
export const fields: INodeProperties[] = [];

/** One item for each input item: `balance` in EUR, `currency`, `autoReload`. */
export async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const session = await openSession(context);
	return await forEachItem(context, async () => {
		const body = await session.ask(
			{ host: 'rest', method: 'GET', path: '/account/get-balance' },
			'read the balance of the account',
		);
		const { value, autoReload } = isRecord(body) ? body : {};
		return [
			{
				balance: typeof value === 'number' ? value : null,
				// The Account API gives the balance in euros, whatever the country of the account.
				currency: 'EUR',
				autoReload: autoReload === true,
			},
		];
	});
}
