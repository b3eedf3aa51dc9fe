import { findOptOut } from '../consent';
import type { Transaction } from '../database';
import type { Terms } from './types';

/**
 * Whether a person may get another SMS while an execution waits: they may have opted out since the question.
 *
 * @param own digits of the own number
 * @param person phone number, with or without `+`
 */
export async function mayText(
	tx: Transaction,
	{ optOutAccount }: Pick<Terms, 'optOutAccount'>,
	own: string,
	person: string,
): Promise<boolean> {
	if (!optOutAccount) return true;
	const wanted = { account: optOutAccount, own, person: person.replace('+', '') };
	return (await findOptOut(tx, wanted)) === null;
}
