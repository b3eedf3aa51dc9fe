import type { IHookFunctions } from 'n8n-workflow';

import { scopeOf } from './settings';
import { borrowStore } from '../storage';

/** A test run starts from nothing: parts that an earlier one left behind would spoil it. */
export async function forgetEarlierTestRun(context: IHookFunctions): Promise<void> {
	if (context.getMode() !== 'manual') return;
	const store = await borrowStore(context);
	await store.purge(scopeOf(context, 'test'));
}
