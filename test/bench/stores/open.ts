import { postgresAnswers } from '../../services';
import type { OpenBenchedStore } from './place';
import { postgresStore } from './postgres';
import { sqliteStore } from './sqlite';

/** PostgreSQL is left out where none answers. */
export async function benchedStores(): Promise<OpenBenchedStore[]> {
	return (await postgresAnswers()) ? [sqliteStore, postgresStore] : [sqliteStore];
}
