import type { VonageRefusal } from '../vonage';
import type { Slot } from './parameters';

/** What holds webhook URLs at Vonage: a number, the account, or an application. */
export interface Subject {
	/** Name in the memory: `number/447700900001`, `account`, `application/<id>`. */
	readonly name: string;
	/** For people: `number 447700900001`. */
	readonly label: string;
	/** Why it cannot be registered at all, to follow its label; null when it can. */
	readonly unfit: string | null;
	/** What stands in its slots now, null: nothing. A slot that it does not have is missing. */
	readonly urls: Readonly<Partial<Record<Slot, string | null>>>;
	/** Whether Vonage takes its slots only all together. */
	readonly inPairs: boolean;
	/**
	 * Puts URLs in slots, null removes, and leaves everything else as it is.
	 *
	 * @returns Vonage's refusal, null when done
	 * @throws VonageUnreachable
	 */
	put(urls: Partial<Record<Slot, string | null>>): Promise<VonageRefusal | null>;
}
