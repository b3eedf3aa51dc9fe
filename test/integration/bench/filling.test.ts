import { Reassembler } from '../../../nodes/VonageSms/reassembly';
import type { Row } from '../../../nodes/VonageSms/database';
import { rememberedMessages } from '../../bench/stores/filling';
import { benchedStores } from '../../bench/stores/open';
import type { BenchedStore } from '../../bench/stores/place';
import { describeWithPostgres } from '../../services';
import { part, SCOPE, whole } from '../../unit/reassembly/builders';

const FILLED = 10;
/** Every fifth is long. */
const SINGLE = 1;
const LONG = 5;

describeWithPostgres('the remembered messages of the benchmark', () => {
	test('are identical to messages that were received, begun, and confirmed, in both stores', async () => {
		for (const openStore of await benchedStores()) {
			const benched = await openStore(rememberedMessages(FILLED, Date.now(), 48));
			try {
				const [single, long] = await deliver(benched);
				expect([benched.name, await shapeOf(benched, SINGLE)]).toEqual([
					benched.name,
					await shapeOf(benched, single!),
				]);
				expect([benched.name, await shapeOf(benched, LONG)]).toEqual([
					benched.name,
					await shapeOf(benched, long!),
				]);
			} finally {
				await benched.close();
			}
		}
	});
});

/** Ids of a single SMS and of one of three parts. */
async function deliver({ store }: BenchedStore): Promise<number[]> {
	const reassembler = new Reassembler(store, {
		partTimeout: 600,
		deduplicationHours: 48,
		onIncomplete: 'emit',
	});
	await reassembler.register(SCOPE);
	await reassembler.receive(SCOPE, whole('single', 'a text'));
	for (const number of [1, 2, 3]) {
		await reassembler.receive(
			SCOPE,
			part(`long-${number}`, number, `part ${number}`, { total: 3 }),
		);
	}
	for (const { ticket, confirm } of await reassembler.claim(SCOPE)) {
		await reassembler.begin(ticket, '1');
		await confirm();
	}
	return [FILLED + 1, FILLED + 2];
}

/** Of the message and its parts, each column: texts by their length, times and ids by their type. */
async function shapeOf({ store }: BenchedStore, id: number): Promise<unknown> {
	const messages = await store.database.all('SELECT * FROM message WHERE id = :id', { id });
	const parts = await store.database.all('SELECT * FROM part WHERE message_id = :id ORDER BY seq', {
		id,
	});
	return { messages: messages.map(shape), parts: parts.map(shape) };
}

const EXACT = new Set(['state', 'scope', 'role']);
/** Ids of executions grow longer. */
const OF_ANY_LENGTH = new Set(['begun_by']);

function shape(row: Row): Row {
	return Object.fromEntries(
		Object.entries(row).map(([column, value]) => {
			if (typeof value === 'number')
				return [column, value > 1_000_000 ? 'a time' : isId(column) ? 'an id' : value];
			if (typeof value !== 'string' || EXACT.has(column)) return [column, value];
			return [column, OF_ANY_LENGTH.has(column) ? 'a text' : value.length];
		}),
	);
}

function isId(column: string): boolean {
	return column === 'id' || column === 'message_id';
}
