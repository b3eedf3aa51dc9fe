import { Reassembler } from '../../../nodes/VonageSms/reassembly';
import type { Delivery } from '../../../nodes/VonageSms/reassembly';
import { part, SCOPE, whole } from '../../unit/reassembly/builders';
import { rememberedMessage } from '../stores/filling';
import type { BenchedStore } from '../stores/place';
import { timed, timeOf } from '../timing';

/** What happens to a message, in this order in each round. */
export const OPERATIONS = [
	'receive a single SMS',
	'receive the first part of a long SMS',
	'recognize a repeated single SMS',
	'recognize a repeated part',
	'claim 20 messages',
	'begin a message',
	'confirm a message',
	'one step of the clean-up',
] as const;

export type Operation = (typeof OPERATIONS)[number];

/** For how long delivered messages are remembered. */
export const HOURS = 48;

const CALLS = 20;
/** By then the older half of the filled messages is to be forgotten; by the clock all are remembered. */
const AHEAD_MS = (HOURS / 2) * 3_600_000;

/** A store with remembered messages, and one caller. */
export class Subject {
	isRight = true;
	readonly reassembler: Reassembler;
	private claimed: Delivery[] = [];
	private sent = 0;

	constructor(
		readonly benched: BenchedStore,
		private readonly messages: number,
	) {
		this.reassembler = new Reassembler(benched.store, {
			partTimeout: 600,
			deduplicationHours: HOURS,
			onIncomplete: 'emit',
		});
	}

	async register(): Promise<void> {
		await this.reassembler.register(SCOPE);
	}

	/** Milliseconds of each call. */
	async run(operation: Operation): Promise<number[]> {
		switch (operation) {
			case 'receive a single SMS':
				return await this.times(async () => this.expect('due', await this.receiveSingle()));
			case 'receive the first part of a long SMS':
				return await this.times(async () => this.expect('stored', await this.receivePart()));
			case 'recognize a repeated single SMS':
				return await this.times(async () => this.expect('duplicate', await this.repeat(false)));
			case 'recognize a repeated part':
				return await this.times(async () => this.expect('duplicate', await this.repeat(true)));
			case 'claim 20 messages': {
				const time = await timeOf(async () => await this.claim(CALLS));
				this.expect(CALLS, this.claimed.length);
				return [time];
			}
			case 'begin a message':
				return await this.each(async ({ ticket }) => {
					this.expect(true, await this.reassembler.begin(ticket, ticket));
				});
			case 'confirm a message':
				return await this.each(async (delivery) => await delivery.confirm());
			case 'one step of the clean-up':
				return [await timeOf(async () => this.expect(true, (await this.cleanUp()) > 0))];
		}
	}

	async receiveSingle(): Promise<string> {
		return await this.reassembler.receive(SCOPE, whole(`new-${this.next()}`, TEXT));
	}

	async claim(limit: number): Promise<Delivery[]> {
		this.claimed = await this.reassembler.claim(SCOPE, limit);
		return this.claimed;
	}

	/** Forgets a few of the oldest messages, as if their time were over. Resolves with how many. */
	async cleanUp(): Promise<number> {
		return await this.benched.store.cleanUp(this.benched.store.database.now() + AHEAD_MS);
	}

	private async receivePart(): Promise<string> {
		const ref = `new-${this.next()}`;
		return await this.reassembler.receive(SCOPE, part(ref, 1, TEXT, { ref, total: 3 }));
	}

	/** A message of the newer half that was filled in, which clean-up does not reach. */
	private async repeat(isLong: boolean): Promise<string> {
		const half = Math.floor(this.messages / 2);
		let n = half + 1 + Math.floor(Math.random() * half);
		while (rememberedMessage(n).isLong !== isLong) n = n === this.messages ? half + 1 : n + 1;
		const { messageId, from, to, ref, total, text } = rememberedMessage(n);
		return await this.reassembler.receive(
			SCOPE,
			isLong
				? part(messageId, 1, text, { from, to, ref, total })
				: whole(messageId, text, { from, to }),
		);
	}

	private async times(call: () => Promise<unknown>): Promise<number[]> {
		return await timed(1, CALLS, call);
	}

	private async each(call: (delivery: Delivery) => Promise<unknown>): Promise<number[]> {
		const times: number[] = [];
		for (const delivery of this.claimed) times.push(await timeOf(async () => await call(delivery)));
		return times;
	}

	private next(): number {
		return (this.sent += 1);
	}

	private expect<T>(expected: T, found: T): void {
		this.isRight &&= expected === found;
	}
}

const TEXT = 'x'.repeat(153);
