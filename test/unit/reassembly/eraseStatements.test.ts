import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { saveWish } from '../../../nodes/VonageSms/consent';
import { Questions } from '../../../nodes/VonageSms/questions';
import { question, round } from '../../integration/questions/builders';
import { handOver, part, reassemblerOn, SCOPE, whole } from './builders';
import { describeOnBothStores } from './stores';

const SECURITY = readFileSync(join(__dirname, '../../../SECURITY.md'), 'utf8');

/** The statements that SECURITY.md gives for a database, one by one. */
function statementsFor(database: 'PostgreSQL' | 'SQLite'): string[] {
	const block = new RegExp(`\`\`\`sql\\n-- ${database}[^\\n]*\\n(.*?)\`\`\``, 's').exec(
		SECURITY,
	)?.[1];
	return (block ?? '').split(';').flatMap((statement) => statement.trim() || []);
}

describeOnBothStores('the statements of SECURITY.md', (place) => {
	test("erase one person's data, and no one else's", async () => {
		const isPostgres = expect.getState().currentTestName?.includes('PostgreSQL');
		const store = await place().open();
		const reassembler = reassemblerOn(store, { seconds: 0 });
		await reassembler.register(SCOPE);
		await reassembler.receive(SCOPE, whole('M1', 'of the person', { from: '447700900123' }));
		await reassembler.receive(SCOPE, part('M2', 1, 'a part of the person'));
		await reassembler.receive(SCOPE, whole('M3', 'of someone else', { from: '447700900999' }));

		const questions = new Questions(store.database);
		await questions.ask(round(), [question({ peer: '447700900123' })]);

		const wish = { account: 'abcd1234', own: null, optedOut: true, changedAt: 0 } as const;
		for (const person of ['447700900123', '447700900999']) {
			await saveWish(store.database, { ...wish, person, source: 'message', messageId: null });
		}

		const statements = statementsFor(isPostgres ? 'PostgreSQL' : 'SQLite');
		expect(statements).not.toEqual([]);
		for (const statement of statements) {
			if (!statement.startsWith('PRAGMA')) await store.database.run(statement);
		}
		const left = [
			await store.database.all('SELECT body FROM part'),
			await store.database.all('SELECT * FROM question'),
			await store.database.all('SELECT * FROM consent'),
		];
		expect(JSON.stringify(left)).not.toContain('447700900123');
		expect(await store.database.all('SELECT id FROM message')).toHaveLength(1);
		expect((await handOver(reassembler)).map(({ text }) => text)).toEqual(['of someone else']);
	});
});
