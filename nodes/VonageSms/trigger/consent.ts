import { decodePayload, type PayloadFormat } from '../codec';
import { noteWish, type Wish } from '../consent';
import type { Transaction } from '../database';
import type { DeliveryReceipt, Keepable, SmsPart, WholeMessage } from '../inbound/types';
import { isOptIn, isOptOut } from '../items';
import { normaliseAddress } from '../reassembly';

/** The numbers to which a STOP applies: the one it was sent to, or all numbers of the account; or no register at all. */
export type OptOutRegister = 'number' | 'account' | 'off';

/** Vonage does not send to people who texted STOP: "Illegal Number" of the SMS API and of the Messages API. */
const OPTED_OUT_CODES = { sms: '9', messages: '1240' } as const;

/**
 * What a record says of the sender's or recipient's wish, to be written in the transaction that stores it; undefined
 * for most records.
 *
 * @param account API key of the credential
 */
export function consentOf(
	inbound: Keepable,
	how: { account: string; register: OptOutRegister; payloadFormat: PayloadFormat },
): ((transaction: Transaction, now: number) => void) | undefined {
	if (how.register === 'off') return undefined;
	// Some networks number a message that fits into one SMS too: part 1 of 1.
	if (inbound.kind === 'part' && inbound.total > 1) return undefined;
	const wish =
		inbound.kind === 'receipt' ? wishOfReceipt(inbound) : wishOfMessage(inbound, how.payloadFormat);
	if (!wish) return undefined;
	return (transaction, now) => {
		const said = inbound.timestamp === null ? NaN : Date.parse(inbound.timestamp);
		noteWish(transaction, {
			...wish,
			account: how.account,
			own: how.register === 'account' ? null : wish.own,
			// A time in the future would override the person's next message.
			changedAt: Number.isNaN(said) ? now : Math.min(said, now),
			messageId: inbound.messageId,
		});
	};
}

type Said = Pick<Wish, 'person' | 'optedOut' | 'source'> & { own: string };

function wishOfMessage(message: SmsPart | WholeMessage, format: PayloadFormat): Said | null {
	const { from, to, data, udh } = message;
	const text =
		message.type === 'binary' && data !== null
			? decodePayload([{ data, udh }], format).text
			: message.text;
	const optedOut = isOptOut(text);
	if (!optedOut && !isOptIn(text)) return null;
	return said(from, to, optedOut, 'message');
}

function wishOfReceipt(receipt: DeliveryReceipt): Said | null {
	if (receipt.errorCode !== OPTED_OUT_CODES[receipt.api]) return null;
	return said(receipt.to, receipt.from, true, 'vonage');
}

function said(
	person: string | null,
	own: string | null,
	optedOut: boolean,
	source: Said['source'],
): Said | null {
	const address = normaliseAddress(person);
	if (address === null || own === null) return null;
	return { person: address, own: normaliseAddress(own) ?? own, optedOut, source };
}
