import type { DatabaseSync } from 'node:sqlite';

import { MIGRATIONS, refuseNewer } from '../migrations';

/** Brings the file to the newest version, which `PRAGMA user_version` counts; several processes may do this at once. */
export function migrate(database: DatabaseSync): void {
	if (version(database) === MIGRATIONS.length) return;
	database.exec('BEGIN IMMEDIATE');
	try {
		const found = version(database);
		refuseNewer(found);
		for (const { sqlite } of MIGRATIONS.slice(found)) database.exec(sqlite);
		database.exec(`PRAGMA user_version = ${MIGRATIONS.length}`);
		database.exec('COMMIT');
	} finally {
		if (database.isTransaction) database.exec('ROLLBACK');
	}
}

function version(database: DatabaseSync): number {
	return Number(database.prepare('PRAGMA user_version').get()?.['user_version']);
}
