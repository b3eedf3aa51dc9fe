import { findOptOut, listOptOuts, saveWish, type Wish } from '../../../nodes/VonageSms/consent';
import type { Keepable } from '../../../nodes/VonageSms/inbound/types';
import { consentOf, type OptOutRegister } from '../../../nodes/VonageSms/trigger/consent';
import type { MessageStore } from '../../../nodes/VonageSms/reassembly';
import { Reassembler } from '../../../nodes/VonageSms/reassembly';
import { part, receipt, whole } from '../../unit/items/messages';
import { describeOnBothStores } from '../../unit/reassembly/stores';

const SCOPE = 'workflow/node/production';
const NOW = Date.parse('2026-01-10T12:00:00Z');
const OWN = '447700900001';
const OTHER = '447700900002';
const PERSON = '14155550100';

describeOnBothStores('the register of opt-outs', (place) => {
	let store: MessageStore;
	let reassembler: Reassembler;
	beforeEach(async () => {
		store = await place().open();
		const policy = { partTimeout: 600, deduplicationHours: 48, onIncomplete: 'emit' } as const;
		reassembler = new Reassembler(store, policy, () => NOW);
		await reassembler.register(SCOPE);
	});

	const receive = async (inbound: Keepable, register: OptOutRegister = 'number') =>
		await reassembler.receive(
			SCOPE,
			inbound,
			consentOf(inbound, { account: 'abcd1234', register, payloadFormat: 'auto' }),
		);

	let sequence = 0;
	/** A message from the person, this many minutes before noon. */
	const text = (content: string, minutesAgo = 0, to = OWN) =>
		whole({
			messageId: `M${(sequence += 1)}`,
			text: content,
			to,
			timestamp: new Date(NOW - minutesAgo * 60_000).toISOString(),
		});

	const optOut = async (own = OWN, account = 'abcd1234') =>
		await findOptOut(store.database, { account, own, person: PERSON });

	it('contains people who texted STOP, for the number they texted', async () => {
		expect(await receive(text(' "Stop." '))).toBe('due');
		expect(await optOut()).toMatchObject({ person: PERSON, own: OWN, source: 'message' });
		expect(await optOut(OTHER)).toBeNull();
		expect(await optOut(OWN, 'another account')).toBeNull();
	});

	it('contains who texted STOP in a message that is numbered part 1 of 1', async () => {
		expect(await receive(part(1, { total: 1, text: 'STOP' }))).toBe('due');
		expect(await optOut()).toMatchObject({ person: PERSON, own: OWN });
	});

	it('does not take the first part of a longer message for STOP', async () => {
		expect(await receive(part(1, { total: 2, text: 'STOP' }))).toBe('stored');
		expect(await optOut()).toBeNull();
	});

	it('applies to all numbers if the trigger is set that way', async () => {
		await receive(text('STOP'), 'account');
		expect(await optOut(OTHER)).toMatchObject({ own: null });
	});

	it('stays empty if the trigger is set that way', async () => {
		await receive(text('STOP'), 'off');
		expect(await optOut()).toBeNull();
	});

	it.each(['START', 'unstop!'])('no longer contains people who texted %s', async (word) => {
		await receive(text('STOP', 2));
		await receive(text(word, 1));
		expect(await optOut()).toBeNull();
	});

	it('ignores words inside a sentence', async () => {
		await receive(text('Please stop at the shop'));
		await receive(text('STOP', 2));
		await receive(text('Start without me'));
		expect(await optOut()).not.toBeNull();
	});

	it('ignores a STOP that Vonage delivers after a later START', async () => {
		await receive(text('START', 1));
		await receive(text('STOP', 2));
		expect(await optOut()).toBeNull();
		await receive(text('STOP', 0));
		expect(await optOut()).not.toBeNull();
	});

	it('is not changed by a repeated webhook', async () => {
		const stop = text('STOP', 0);
		await receive(stop);
		await saveWish(store.database, byHand({ optedOut: false, own: OWN }));
		expect(await receive(stop)).toBe('duplicate');
		expect(await optOut()).toBeNull();
	});

	it('is not changed by a message that is not stored', async () => {
		await store.purge(SCOPE);
		expect(await receive(text('STOP'))).toBe('noDispatcher');
		expect(await optOut()).toBeNull();
	});

	it('reads a STOP in a binary message', async () => {
		await receive(
			whole({ messageId: 'B1', type: 'binary', text: null, data: '00530054004F0050', udh: null }),
		);
		expect(await optOut()).not.toBeNull();
	});

	it.each([
		{ api: 'sms', errorCode: '9' },
		{ api: 'messages', errorCode: '1240' },
	] as const)(
		'contains people whom the $api API rejects with error $errorCode',
		async (refusal) => {
			const refused = receipt({ ...refusal, status: 'rejected', to: PERSON, from: OWN });
			await receive(refused);
			expect(await optOut()).toMatchObject({ source: 'vonage', own: OWN });
		},
	);

	it('is not changed by a different error with a code of the other API', async () => {
		await receive(receipt({ api: 'messages', errorCode: '9', to: PERSON, from: OWN }));
		expect(await optOut()).toBeNull();
	});

	it('lists everyone, or only the opt-outs that apply to one number, newest first', async () => {
		await receive(text('STOP', 3));
		await receive(text('STOP', 2, OTHER));
		await saveWish(store.database, byHand({ person: '447700900555', own: null }));
		const list = async (own: string | null, limit = Infinity) =>
			(await listOptOuts(store.database, { account: 'abcd1234', own, limit })).map((wish) => [
				wish.person,
				wish.own,
			]);
		const everyone = [
			['447700900555', null],
			[PERSON, OTHER],
			[PERSON, OWN],
		];
		expect(await list(null)).toEqual(everyone);
		expect(await list(null, 2)).toEqual(everyone.slice(0, 2));
		expect(await list(OWN)).toEqual([everyone[0], everyone[2]]);
	});

	it('forgets opt-outs from single numbers when a person is removed for all numbers', async () => {
		await receive(text('STOP', 3));
		await saveWish(store.database, byHand({ own: null, optedOut: false }));
		expect(await optOut()).toBeNull();
	});

	function byHand(changes: Partial<Wish>): Wish {
		return {
			account: 'abcd1234',
			own: null,
			person: PERSON,
			optedOut: true,
			changedAt: NOW,
			source: 'workflow',
			messageId: null,
			...changes,
		};
	}
});
