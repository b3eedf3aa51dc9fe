import { Questions } from '../../../nodes/VonageSms/questions';
import type { Reassembler } from '../../../nodes/VonageSms/reassembly';
import {
	handOver,
	part,
	reassembler,
	reassemblerOn,
	SCOPE,
	whole,
	type Clock,
} from '../../unit/reassembly/builders';
import { describeOnBothStores } from '../../unit/reassembly/stores';
import { question, round } from '../questions/builders';

describeOnBothStores('claiming', (place) => {
	let clock: Clock;
	let subject: Reassembler;
	beforeEach(async () => {
		clock = { seconds: 1_600_000_000 };
		subject = await reassembler(place(), clock, { onePerSender: true });
	});
	const from = (sender: number) => ({ from: String(447_700_900_000 + sender) });
	const receiveAll = async (count: number, sender: (index: number) => number) => {
		for (let index = 0; index < count; index += 100) {
			const ids = Array.from({ length: Math.min(100, count - index) }, (_, more) => index + more);
			await Promise.all(
				ids.map(async (id) => await subject.receive(SCOPE, whole(`M${id}`, 'x', from(sender(id))))),
			);
		}
	};

	test('one per sender: finds other senders behind the backlog of a busy one', async () => {
		await receiveAll(300, () => 1);
		clock.seconds += 1;
		await subject.receive(SCOPE, whole('behind', 'x', from(2)));
		const deliveries = await subject.claim(SCOPE, 20);
		expect(deliveries).toHaveLength(2);
		expect(deliveries[1]?.message.id).toBe('behind');
		expect(await subject.claim(SCOPE, 20)).toEqual([]);
		await deliveries[0]?.confirm();
		expect(await subject.claim(SCOPE, 20)).toHaveLength(1);
	});

	test('one per sender: delivers one message from each of many senders, oldest first', async () => {
		await receiveAll(250, (index) => index % 125);
		const claimed = await subject.claim(SCOPE, 500);
		expect(new Set(claimed.map(({ message }) => message.first.inbound.from)).size).toBe(125);
		expect(claimed).toHaveLength(125);
	});

	test('one per sender: two simultaneous dispatchers never have two messages from one sender', async () => {
		await receiveAll(60, (index) => index % 6);
		const other = reassemblerOn(await place().open(), clock, { onePerSender: true });
		const claims = await Promise.all(
			Array.from(
				{ length: 8 },
				async (_, index) => await (index % 2 ? other : subject).claim(SCOPE),
			),
		);
		expect(claims.flat()).toHaveLength(6);
	});

	test('reports whether there are open questions, including those asked by another process', async () => {
		const store = await place().open();
		const subject = reassemblerOn(store, clock);
		await subject.register(SCOPE);
		const worker = new Questions((await place().open()).database);
		const claimed = async (name: string) => {
			await subject.receive(SCOPE, whole(name, 'x'));
			const [delivery] = await subject.claim(SCOPE);
			await delivery?.confirm();
			return delivery?.mayAnswer;
		};
		expect(await claimed('before')).toBe(false);
		const asked = round();
		await worker.ask(asked, [question()]);
		expect(await claimed('while it is open')).toBe(true);
		await worker.close(asked.id);
		expect(await claimed('again, after it answered')).toBe(true);
		await store.database.run('UPDATE question_round SET forget_at = 0');
		await worker.cleanUp();
		expect(await claimed('after it was forgotten')).toBe(false);
	});

	test('a limit with decimals is rounded down', async () => {
		await receiveAll(3, (index) => index);
		expect(await subject.claim(SCOPE, 1.5)).toHaveLength(1);
		const plain = reassemblerOn(await place().open(), clock);
		expect(await plain.claim(SCOPE, 1.9)).toHaveLength(1);
	});

	describe('a damaged store', () => {
		const damage = async (id: number) => {
			const { database } = await place().open();
			await database.run("UPDATE part SET body = '{' WHERE seq = :id", { id });
		};

		test('delivers the other messages, and logs once which one cannot be delivered', async () => {
			const problems: string[] = [];
			const plain = await reassembler(place(), clock, {
				onUnreadable: (problem) => problems.push(problem),
			});
			await plain.receive(SCOPE, whole('A', 'x'));
			await damage(0);
			await plain.receive(SCOPE, whole('B', 'y'));
			expect((await handOver(plain)).map(({ id }) => id)).toEqual(['B']);
			clock.seconds += 3600;
			expect(await plain.claim(SCOPE)).toEqual([]);
			expect(problems).toEqual([expect.stringMatching(/^Message \d+ in the SMS store is damaged/)]);
		});

		test('delivers the remaining parts of a long message', async () => {
			await subject.receive(SCOPE, part('A', 1, 'a'));
			await subject.receive(SCOPE, part('B', 2, 'b'));
			await damage(1);
			expect(await handOver(subject)).toMatchObject([
				{ text: 'a', complete: false, missingParts: [2] },
			]);
		});
	});
});
