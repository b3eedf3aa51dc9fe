import { hash } from 'node:crypto';

import { MIGRATIONS } from '../../../nodes/VonageSms/database/migrations';

/** One line per migration, added with it. A line never changes after a release that contains it. */
const RELEASED = [
	{ sqlite: '56c6f5d312b8cee6', postgres: '291c54ce90d7bdc0' },
	{ sqlite: 'a0219c80b33f8b6d', postgres: 'fb217b133a8c9968' },
	{ sqlite: 'a310de7057e1a215', postgres: 'accf2701193829ef' },
	{ sqlite: 'b9b70b7cda19728d', postgres: '4c7b87cd8209828d' },
	{ sqlite: '1c83babbce06976c', postgres: 'a84cd4face7a47cd' },
];

test('a migration never changes: existing databases would not get the change', () => {
	const pin = (text: string) => hash('sha256', text).slice(0, 16);
	expect(
		MIGRATIONS.slice(0, RELEASED.length).map(({ sqlite, postgres }) => ({
			sqlite: pin(sqlite),
			postgres: pin(postgres),
		})),
	).toEqual(RELEASED);
	expect(MIGRATIONS).toHaveLength(RELEASED.length);
});
