import { constants, DatabaseSync } from 'node:sqlite';

import { Questions } from '../../../nodes/VonageSms/questions';
import { part, reassemblerOn, SCOPE, whole } from '../../unit/reassembly/builders';
import { sqlitePlace, type StorePlace } from '../../unit/reassembly/stores';

/** Since Node 24.10, SQLite reports the statements that it compiles. */
const testWhereSeen = 'setAuthorizer' in DatabaseSync.prototype ? test : test.skip;

describe('the statements of a SQLite store', () => {
	let place: StorePlace;
	beforeEach(async () => (place = await sqlitePlace()));
	afterEach(async () => {
		jest.restoreAllMocks();
		await place.remove();
	});

	testWhereSeen('are compiled once, regardless of their values', async () => {
		const prepare = jest.spyOn(DatabaseSync.prototype, 'prepare');
		const store = await place.open();
		const clock = { seconds: 1_600_000_000 };
		const subject = reassemblerOn(store, clock, { onePerSender: true });
		const alike = reassemblerOn(store, clock);
		const questions = new Questions(store.database);
		await subject.register(SCOPE);
		const oneRound = async (name: string) => {
			await subject.receive(SCOPE, whole(`${name}/1`, 'x'));
			await alike.receive(SCOPE, whole(`${name}/2`, 'x'));
			await subject.receive(SCOPE, part(`${name}/3`, 1, 'x', { ref: name }));
			await subject.receive(SCOPE, part(`${name}/4`, 2, 'y', { ref: name }));
			for (const dispatcher of [subject, alike, alike]) {
				for (const delivery of await dispatcher.claim(SCOPE, 1 + name.length)) {
					await delivery.renew();
					expect(await subject.begin(delivery.ticket, name)).toBe(true);
					await delivery.confirm();
				}
			}
			await subject.cleanUp();
			await questions.due(name.length);
		};
		await oneRound('a');

		let compiled = 0;
		for (const connection of new Set(prepare.mock.contexts)) {
			connection.setAuthorizer(() => {
				compiled += 1;
				return constants.SQLITE_OK;
			});
		}
		// It makes SQLite compile everything again.
		await oneRound('bb');
		expect(compiled).toBeGreaterThan(0);
		compiled = 0;
		await oneRound('ccc');
		await oneRound('dddd');
		expect(compiled).toBe(0);
	});
});
