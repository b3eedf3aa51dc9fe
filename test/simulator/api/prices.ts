import type { Account } from '../state';

/** EUR for one part, as the SMS API writes prices. */
export const partPrice = 0.0333;

/** EUR for an inbound message, as the Messages API writes it. */
export const messagesPrice = '0.0057';

/** EUR with eight decimals, as in the SMS API. */
export function euros(amount: number): string {
	return amount.toFixed(8);
}

/** Subtracts an amount from the balance, without floating-point errors. */
export function charge(account: Account, amount: number): void {
	account.balance = Number((account.balance - amount).toFixed(8));
}

/** MCCMNC of a network that a number might be in. */
export function networkOf(msisdn: string): string {
	if (msisdn.startsWith('44')) return '23410';
	return msisdn.startsWith('1') ? '310004' : '26201';
}
