import { statementOf } from '../../../nodes/VonageSms/database/postgres/statement';

describe('a statement for PostgreSQL', () => {
	test('numbers its parameters, with one number per name', () => {
		expect(statementOf('SELECT :b, :a, :b')).toMatchObject({
			text: 'SELECT $1, $2, $1',
			parameters: ['b', 'a'],
		});
	});

	test('does not change casts', () => {
		expect(statementOf('SELECT :now::bigint').text).toBe('SELECT $1::bigint');
	});

	test('gets the locking clause that is a comment for SQLite', () => {
		expect(statementOf('SELECT 1 /* FOR UPDATE SKIP LOCKED */').text).toBe(
			'SELECT 1 FOR UPDATE SKIP LOCKED',
		);
	});

	test('has a unique name, short enough for PostgreSQL', () => {
		const [one, two] = [statementOf('SELECT 1'), statementOf('SELECT 2')];
		expect(one.name).not.toBe(two.name);
		expect(one.name.length).toBeLessThan(64);
	});
});
