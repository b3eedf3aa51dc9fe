import { saveWish } from '../../../nodes/VonageSms/consent';
import {
	Questions,
	type NewQuestion,
	type NewRound,
	type Reply,
} from '../../../nodes/VonageSms/questions';
import { OTHER, OWN, PEER, question, reply, round } from './builders';
import { describeOnBothDatabases } from './places';

const START = 1_577_880_000_000;
const LEASE_MS = 60_000;

describeOnBothDatabases('questions', (database) => {
	let now: number;
	let questions: Questions;

	beforeEach(() => {
		now = START;
		questions = new Questions(database(), () => now);
	});

	/** Asks, with every SMS sent. Resolves with the ids of the questions. */
	async function ask(
		asked: NewRound & { id: string },
		list: NewQuestion[] = [question()],
	): Promise<string[]> {
		const result = await questions.ask(asked, list);
		if (result.kind === 'refused') throw new Error(`item ${result.item} was refused`);
		await questions.sent(
			asked.id,
			result.questions.map((id) => ({ id, messageIds: [], failed: null })),
		);
		return result.questions;
	}

	/** Passes a reply to the webhook of a waiting node. */
	async function answer(roundId: string, id: string, said: Reply) {
		const lease = await questions.lease(roundId, LEASE_MS);
		if (lease === null) return { kind: 'leased' as const };
		const result = await questions.answer({ round: roundId, lease, question: id }, said);
		await questions.unlease(roundId, lease);
		return result;
	}

	async function end(roundId: string) {
		const lease = (await questions.lease(roundId, LEASE_MS)) ?? '';
		const result = await questions.end({ round: roundId, lease });
		await questions.unlease(roundId, lease);
		return result;
	}

	const candidates = async (peer: string, messageId = 'M', own = OWN) =>
		await questions.candidates(own, peer, { messageId, arrivedAt: now });
	const openTo = async (peer: string, messageId?: string) =>
		(await candidates(peer, messageId)).map(({ id }) => id);
	const dueIds = async () => (await questions.due()).map(({ id }) => id);

	describe('a reply', () => {
		test('answers the question to its sender, and the execution continues with it', async () => {
			const asked = round();
			const [id = ''] = await ask(asked);
			const said = reply('Two pumps');
			expect(await openTo(PEER)).toEqual([id]);
			expect(await answer(asked.id, id, said)).toEqual({
				kind: 'complete',
				items: [
					{
						item: 0,
						json: {
							data: {
								answered: true,
								approved: null,
								text: 'Two pumps',
								keyword: 'TWO',
								from: `+${PEER}`,
								to: `+${OWN}`,
								messageId: said.messageId,
								respondedAt: said.receivedAt,
								timedOut: false,
								optOut: false,
								chatInput: 'Two pumps',
								reason: null,
							},
						},
					},
				],
			});
		});

		test('is matched by both numbers together', async () => {
			await ask(round());
			expect(await openTo(OTHER)).toEqual([]);
			expect(await candidates(PEER, 'M', '447700900002')).toEqual([]);
		});

		test('answers once: another message is rejected, and the same one changes nothing', async () => {
			const asked = round();
			const [id = ''] = await ask(asked);
			const said = reply('first');
			const first = await answer(asked.id, id, said);
			expect(await answer(asked.id, id, reply('second'))).toEqual({ kind: 'refused' });
			expect(await answer(asked.id, id, said)).toEqual(first);
			expect(await openTo(PEER, said.messageId)).toEqual([id]);
			expect(await openTo(PEER)).toEqual([]);
		});

		test('answers one question only', async () => {
			const older = round();
			const newer = round();
			const [first = ''] = await ask(older);
			const [second = ''] = await ask(newer);
			const said = reply('hello');
			expect(await answer(newer.id, second, said)).toMatchObject({ kind: 'complete' });
			expect(await answer(older.id, first, said)).toEqual({ kind: 'refused' });
		});

		test('answers the question once if many arrive at the same time', async () => {
			const asked = round();
			const [id = ''] = await ask(asked);
			const lease = (await questions.lease(asked.id, LEASE_MS)) ?? '';
			const results = await Promise.all(
				Array.from({ length: 20 }, async (_, index) =>
					questions.answer({ round: asked.id, lease, question: id }, reply(`reply ${index}`)),
				),
			);
			expect(results.map(({ kind }) => kind).sort()).toEqual([
				'complete',
				...Array.from({ length: 19 }, () => 'refused'),
			]);
		});

		test('is rejected without the right to resume', async () => {
			const asked = round();
			const [id = ''] = await ask(asked);
			const lease = await questions.lease(asked.id, LEASE_MS);
			expect(lease).not.toBeNull();
			const given = { round: asked.id, lease: 'made up', question: id };
			expect(await questions.answer(given, reply('hello'))).toEqual({ kind: 'refused' });
		});

		test('does not answer a question asked after it arrived', async () => {
			const early = reply('hello', { arrivedAt: START - 1 });
			const asked = round();
			const [id = ''] = await ask(asked);
			expect(await questions.candidates(OWN, PEER, early)).toEqual([]);
			expect(await answer(asked.id, id, early)).toEqual({ kind: 'refused' });
		});

		test('is not an answer without a text', async () => {
			const asked = round();
			const [id = ''] = await ask(asked);
			expect(await answer(asked.id, id, reply(null))).toEqual({ kind: 'refused' });
			expect(await openTo(PEER)).toEqual([id]);
		});

		test('ends the question without an answer if it opts out', async () => {
			const asked = round();
			const [id = ''] = await ask(asked, [question({ responseType: 'approval' })]);
			const result = await answer(asked.id, id, reply('STOP', { optOut: true }));
			expect(result).toMatchObject({
				kind: 'complete',
				items: [
					{
						json: {
							data: { answered: false, approved: null, text: null, optOut: true, reason: 'optOut' },
						},
					},
				],
			});
		});
	});

	describe('a yes or no', () => {
		test('is requested once more, and then the execution continues without approval', async () => {
			const asked = round();
			const list = [question({ responseType: 'approval', askAgain: 'Please reply YES or NO.' })];
			const [id = ''] = await ask(asked, list);
			const unclear = reply('hm');
			const again = {
				kind: 'kept',
				sms: [{ from: `+${OWN}`, to: `+${PEER}`, text: 'Please reply YES or NO.' }],
			};
			expect(await answer(asked.id, id, unclear)).toEqual(again);
			// Delivered again after a crash: nothing is sent a second time.
			expect(await answer(asked.id, id, unclear)).toEqual({ kind: 'kept', sms: [] });
			expect(await answer(asked.id, id, reply('well, well'))).toMatchObject({
				kind: 'complete',
				items: [{ json: { data: { answered: true, approved: null, text: 'well, well' } } }],
			});
		});

		test('is not taken from a reply of which parts are missing', async () => {
			const asked = round();
			const [id = ''] = await ask(asked, [question({ responseType: 'approval' })]);
			const cut = reply('[…]yes, that would be too late', { complete: false });
			expect(await answer(asked.id, id, cut)).toMatchObject({
				kind: 'complete',
				items: [{ json: { data: { answered: true, approved: null, text: cut.text } } }],
			});
		});

		test('ends after three replies without the code', async () => {
			const asked = round();
			const [id = ''] = await ask(asked, [question({ responseType: 'approval', code: '4821' })]);
			expect(await answer(asked.id, id, reply('yes'))).toEqual({ kind: 'kept', sms: [] });
			expect(await answer(asked.id, id, reply('yes 4822'))).toEqual({ kind: 'kept', sms: [] });
			expect(await answer(asked.id, id, reply('yes 4812'))).toMatchObject({
				kind: 'complete',
				items: [{ json: { data: { answered: false, approved: null, reason: 'code' } } }],
			});
		});

		test('is an answer with the code in the third attempt', async () => {
			const asked = round();
			const [id = ''] = await ask(asked, [question({ responseType: 'approval', code: '4821' })]);
			await answer(asked.id, id, reply('yes'));
			await answer(asked.id, id, reply('yes 4822'));
			expect(await answer(asked.id, id, reply('yes 4821'))).toMatchObject({
				kind: 'complete',
				items: [{ json: { data: { answered: true, approved: true, text: 'yes' } } }],
			});
		});
	});

	describe('several people', () => {
		const three = [
			question(),
			question({ item: 1, peer: OTHER }),
			question({ item: 2, peer: '447700900125' }),
		];

		test('all have to answer', async () => {
			const asked = round({ wanted: 3 });
			const [a = '', b = '', c = ''] = await ask(asked, three);
			expect(await answer(asked.id, c, reply('C'))).toEqual({ kind: 'kept', sms: [] });
			expect(await answer(asked.id, a, reply('A'))).toEqual({ kind: 'kept', sms: [] });
			const result = await answer(asked.id, b, reply('B'));
			expect(texts(result)).toEqual([
				[0, 'A'],
				[1, 'B'],
				[2, 'C'],
			]);
		});

		test('the first answer is enough if only one is required', async () => {
			const asked = round({ wanted: 1 });
			const [, b = '', c = ''] = await ask(asked, three);
			expect(texts(await answer(asked.id, b, reply('B')))).toEqual([
				[0, null],
				[1, 'B'],
				[2, null],
			]);
			expect(await answer(asked.id, c, reply('C'))).toEqual({ kind: 'refused' });
		});

		test('at the time limit, the execution continues with the replies received so far', async () => {
			const asked = round({ wanted: 3, deadline: START + 10_000 });
			const [a = ''] = await ask(asked, three);
			await answer(asked.id, a, reply('A'));
			expect(await dueIds()).toEqual([]);
			now = START + 10_000;
			expect(await dueIds()).toEqual([asked.id]);
			const result = await end(asked.id);
			expect(result).toMatchObject({
				kind: 'complete',
				items: [
					{ json: { data: { answered: true, text: 'A' } } },
					{
						json: {
							data: { answered: false, timedOut: true, reason: 'timeout', from: `+${OTHER}` },
						},
					},
					{ json: { data: { answered: false, timedOut: true } } },
				],
			});
		});

		test('people who opted out or could not be asked are not waited for', async () => {
			const asked = round({ wanted: 3 });
			const result = await questions.ask(asked, three);
			if (result.kind === 'refused') throw new Error('refused');
			const [a = '', b = '', c = ''] = result.questions;
			await questions.sent(asked.id, [
				{ id: a, messageIds: ['1'], failed: null },
				{ id: b, messageIds: [], failed: { error: 'No such number' } },
				{ id: c, messageIds: ['3'], failed: null },
			]);
			await answer(asked.id, c, reply('STOP', { optOut: true }));
			expect(await answer(asked.id, a, reply('A'))).toMatchObject({
				kind: 'complete',
				items: [
					{ item: 0, json: { data: { text: 'A' } } },
					{ item: 1, json: { error: 'No such number' } },
					{ item: 2, json: { data: { optOut: true } } },
				],
			});
		});
	});

	describe('an execution', () => {
		test('ends its earlier questions when it asks again', async () => {
			const first = round();
			const [old = ''] = await ask(first);
			const second = round({ execution: first.execution });
			const [id = ''] = await ask(second);
			expect(await openTo(PEER)).toEqual([id]);
			expect(await answer(first.id, old, reply('late'))).toEqual({ kind: 'leased' });
		});

		test('is resumed by one process at a time', async () => {
			const asked = round();
			await ask(asked);
			const lease = await questions.lease(asked.id, LEASE_MS);
			expect(await questions.lease(asked.id, LEASE_MS)).toBeNull();
			now += LEASE_MS;
			const next = await questions.lease(asked.id, LEASE_MS);
			expect(next).not.toBeNull();
			// The one whose lease expired can't resume, or release a lease that isn't its own.
			expect(await questions.end({ round: asked.id, lease: lease ?? '' })).toEqual({
				kind: 'refused',
			});
			await questions.unlease(asked.id, lease ?? '');
			expect(await questions.lease(asked.id, LEASE_MS)).toBeNull();
		});

		test('gets no other items once it has its items', async () => {
			const asked = round({ deadline: START + 1000 });
			const [id = ''] = await ask(asked);
			now = START + 1000;
			const first = await end(asked.id);
			expect(await answer(asked.id, id, reply('too late'))).toEqual({ kind: 'refused' });
			expect(await end(asked.id)).toEqual(first);
		});

		test('is checked again if its end was not recorded', async () => {
			const asked = round();
			const [id = ''] = await ask(asked);
			await answer(asked.id, id, reply('hello'));
			expect(await dueIds()).toEqual([asked.id]);
			await questions.close(asked.id);
			expect(await dueIds()).toEqual([]);
		});

		test('is checked once a day without a time limit', async () => {
			const asked = round();
			await ask(asked);
			now += 86_400_000;
			expect(await dueIds()).toEqual([asked.id]);
			expect(await end(asked.id)).toEqual({ kind: 'kept', sms: [] });
			expect(await dueIds()).toEqual([]);
		});
	});

	describe('an open question to the same person', () => {
		test('is answered after the newest one', async () => {
			const [older] = await ask(round());
			const [newer] = await ask(round());
			expect(await openTo(PEER)).toEqual([newer, older]);
			const order = (await candidates(PEER)).map(({ oldestFirst }) => oldestFirst);
			expect(order).toEqual([false, false]);
		});

		test('prevents others from asking', async () => {
			await ask(round());
			const refused = [question({ item: 4, openQuestions: 'refuse' })];
			expect(await questions.ask(round(), refused)).toEqual({ kind: 'refused', item: 4 });
			const elsewhere = [question({ peer: OTHER, openQuestions: 'refuse' })];
			expect(await questions.ask(round(), elsewhere)).toMatchObject({ kind: 'asked' });
		});

		test('is replaced, and its execution continues', async () => {
			const older = round();
			await ask(older);
			const [id] = await ask(round(), [question({ openQuestions: 'replace' })]);
			expect(await openTo(PEER)).toEqual([id]);
			expect(await dueIds()).toEqual([older.id]);
			expect(await end(older.id)).toMatchObject({
				kind: 'complete',
				items: [{ json: { data: { answered: false, reason: 'replaced', timedOut: false } } }],
			});
		});
	});

	describe('reminders', () => {
		test('go to people who have not answered, once each', async () => {
			const plan = [{ kind: 'reminder' as const, at: START + 5000, text: 'Still waiting' }];
			const asked = round({ wanted: 2, plan });
			const [a = ''] = await ask(asked, [question(), question({ item: 1, peer: OTHER })]);
			await answer(asked.id, a, reply('A'));
			now = START + 5000;
			expect(await dueIds()).toEqual([asked.id]);
			expect(await end(asked.id)).toEqual({
				kind: 'kept',
				sms: [{ from: `+${OWN}`, to: `+${OTHER}`, text: 'Still waiting' }],
			});
			expect(await dueIds()).toEqual([]);
			expect(await end(asked.id)).toEqual({ kind: 'kept', sms: [] });
		});

		test('can ask another person, and the first reply counts', async () => {
			const plan = [{ kind: 'escalation' as const, at: START + 5000, to: `+${OTHER}`, text: null }];
			const asked = round({ plan });
			const [first = ''] = await ask(asked);
			now = START + 5000;
			expect(await end(asked.id)).toEqual({
				kind: 'kept',
				sms: [{ from: `+${OWN}`, to: `+${OTHER}`, text: 'May I ship it?' }],
			});
			const [second = ''] = await openTo(OTHER);
			const result = await answer(
				asked.id,
				second,
				reply('I do', { from: `+${OTHER}`, arrivedAt: now }),
			);
			expect(result).toMatchObject({
				items: [{ item: 0, json: { data: { text: 'I do', from: `+${OTHER}` } } }],
			});
			expect(await answer(asked.id, first, reply('me too'))).toEqual({ kind: 'refused' });
		});

		test('reach a person once, even if the person was asked twice', async () => {
			const plan = [{ kind: 'reminder' as const, at: START + 5000, text: 'Still waiting' }];
			const asked = round({ wanted: 2, plan });
			await ask(asked, [question(), question({ item: 1 })]);
			now = START + 5000;
			expect(await end(asked.id)).toMatchObject({ sms: [{ to: `+${PEER}` }] });
		});

		describe('do not reach people who opted out after the question', () => {
			const optOut = async (person: string, account = 'abcd1234') =>
				await saveWish(database(), {
					...{ account, own: OWN, person, optedOut: true },
					...{ changedAt: START + 1000, source: 'message', messageId: 'STOP' },
				});
			const plan = [
				{ kind: 'reminder' as const, at: START + 5000, text: 'Still waiting' },
				{ kind: 'escalation' as const, at: START + 6000, to: `+${OTHER}`, text: null },
			];
			const optOutAccount = 'abcd1234';
			afterEach(async () => await database().run('DELETE FROM consent'));

			test('neither by a reminder nor by an escalation, which no message can then answer', async () => {
				const asked = round({ plan });
				await ask(asked, [question({ optOutAccount })]);
				await optOut(PEER);
				await optOut(OTHER);
				now = START + 5000;
				expect(await end(asked.id)).toEqual({ kind: 'kept', sms: [] });
				now = START + 6000;
				expect(await end(asked.id)).toEqual({ kind: 'kept', sms: [] });
				expect(await openTo(OTHER)).toEqual([]);
				expect(await openTo(PEER)).toHaveLength(1);
			});

			test('nor by a second question after an unclear reply', async () => {
				const asked = round();
				const list = [
					question({ responseType: 'approval', askAgain: 'YES or NO?', optOutAccount }),
				];
				const [id = ''] = await ask(asked, list);
				await optOut(PEER);
				expect(await answer(asked.id, id, reply('perhaps'))).toMatchObject({
					items: [{ json: { data: { approved: null, text: 'perhaps' } } }],
				});
			});

			test('unless the register is not used, or belongs to another account', async () => {
				await optOut(PEER);
				await optOut(OTHER);
				for (const account of [undefined, 'efgh5678']) {
					now = START;
					const asked = round({ plan });
					await ask(asked, [question({ optOutAccount: account })]);
					now = START + 6000;
					expect(await end(asked.id)).toMatchObject({
						sms: [{ to: `+${PEER}` }, { to: `+${OTHER}` }],
					});
					await questions.close(asked.id);
				}
			});
		});
	});

	describe('a delivery', () => {
		const receipt = (messageId: string, status: string, clientRef: string | null = null) => ({
			messageId,
			clientRef,
			status,
			errorCode: status === 'delivered' ? null : '1',
			errorText: status === 'delivered' ? null : 'Unknown',
			to: PEER,
			receivedAt: '2020-01-01T12:00:00.000Z',
		});

		async function send(messageIds: string[], changes = {}) {
			const asked = round(changes);
			const result = await questions.ask(asked, [
				question({ kind: 'receipt', clientRef: 'ref-1' }),
			]);
			if (result.kind === 'refused') throw new Error('refused');
			const [id = ''] = result.questions;
			await questions.sent(asked.id, [{ id, messageIds, failed: null }]);
			return { asked, id };
		}

		async function note(roundId: string, id: string, each: ReturnType<typeof receipt>) {
			const lease = (await questions.lease(roundId, LEASE_MS)) ?? '';
			const result = await questions.receipt({ round: roundId, lease, question: id }, each);
			await questions.unlease(roundId, lease);
			return result;
		}

		test('is over when every part has a final receipt', async () => {
			const { asked, id } = await send(['P1', 'P2']);
			expect((await questions.receiptCandidates(receipt('P2', 'delivered')))[0]?.id).toBe(id);
			expect(await questions.receiptCandidates(receipt('P3', 'delivered'))).toEqual([]);
			expect(await note(asked.id, id, receipt('P2', 'delivered'))).toEqual({
				kind: 'kept',
				sms: [],
			});
			expect(await note(asked.id, id, receipt('P2', 'delivered'))).toEqual({
				kind: 'kept',
				sms: [],
			});
			expect(await note(asked.id, id, receipt('P1', 'delivered'))).toMatchObject({
				kind: 'complete',
				items: [
					{
						json: {
							data: {
								answered: true,
								status: 'delivered',
								delivered: true,
								messageIds: ['P1', 'P2'],
							},
						},
					},
				],
			});
		});

		test('has failed if one part failed', async () => {
			const { asked, id } = await send(['P1', 'P2']);
			await note(asked.id, id, receipt('P1', 'failed'));
			expect(await note(asked.id, id, receipt('P2', 'delivered'))).toMatchObject({
				items: [{ json: { data: { status: 'failed', delivered: false, errorCode: '1' } } }],
			});
		});

		test('is unknown at the time limit if receipts are missing', async () => {
			const { asked, id } = await send(['P1', 'P2'], { deadline: START + 1000 });
			await note(asked.id, id, receipt('P1', 'delivered'));
			now = START + 1000;
			expect(await end(asked.id)).toMatchObject({
				items: [{ json: { data: { answered: false, status: 'unknown', timedOut: true } } }],
			});
		});

		test('is recognized by its reference before its ids are known', async () => {
			const asked = round();
			const result = await questions.ask(asked, [
				question({ kind: 'receipt', clientRef: 'ref-1' }),
			]);
			expect(result.kind).toBe('asked');
			const early = await questions.receiptCandidates(receipt('P1', 'delivered', 'ref-1'));
			expect(early.map((each) => each.round)).toEqual([asked.id]);
			expect(await questions.receiptCandidates(receipt('P1', 'delivered', 'ref-2'))).toEqual([]);
		});

		test('does not answer a question', async () => {
			await send(['P1']);
			expect(await openTo(PEER)).toEqual([]);
		});
	});

	test('closing removes the signed URL and all texts, and the message that answered is remembered for a week', async () => {
		const asked = round();
		const [id = ''] = await ask(asked, [question({ code: '4821' })]);
		const said = reply('a secret 4821');
		await answer(asked.id, id, said);
		await questions.close(asked.id);
		const kept = JSON.stringify([
			...(await database().all('SELECT * FROM question_round')),
			...(await database().all('SELECT * FROM question')),
		]);
		expect(kept).not.toMatch(/signature|secret|ship|4821/);
		expect(await candidates(PEER, said.messageId)).toMatchObject([
			{ id, answeredBefore: true, url: null },
		]);
		now += 7 * 86_400_000;
		expect(await questions.cleanUp()).toBe(1);
		expect(await database().all('SELECT * FROM question')).toEqual([]);
	});

	test('erasing a person ends the questions to them and removes their data', async () => {
		const asked = round({ wanted: 2 });
		const [a = '', b = ''] = await ask(asked, [question(), question({ item: 1, peer: OTHER })]);
		await answer(asked.id, b, reply('B', { from: `+${OTHER}` }));
		expect(a).not.toBe('');
		expect(await questions.erase(PEER)).toBe(1);
		expect(await dueIds()).toEqual([asked.id]);
		expect(await end(asked.id)).toMatchObject({
			items: [{ json: { data: { answered: false, from: null, reason: 'erased' } } }, {}],
		});
		expect(JSON.stringify(await database().all('SELECT * FROM question'))).not.toContain(PEER);
	});

	test('a question without a limit stays open as long as its execution waits', async () => {
		await ask(round());
		now += 400 * 86_400_000;
		expect(await questions.cleanUp()).toBe(0);
		expect(await openTo(PEER)).toHaveLength(1);
	});
});

function texts(result: unknown): Array<[number, unknown]> {
	const { items } = result as { items: Array<{ item: number; json: { data: { text: unknown } } }> };
	return items.map(({ item, json }) => [item, json.data.text]);
}
