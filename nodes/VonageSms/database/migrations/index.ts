import { StoreUnavailable } from '../errors';
import { MESSAGES } from './001messages';
import { QUESTIONS } from './002questions';
import { CONSENT } from './003consent';
import { BURSTS } from './004bursts';
import { NARROW_KEYS } from './005narrowKeys';

/**
 * One step of the schema, as each database reads it. A step that was released is never changed:
 * existing databases would not get the change. A test pins each by a hash.
 */
export interface Migration {
	sqlite: string;
	/** Runs with the package's schema as `search_path`. */
	postgres: string;
}

/** In order: each brings a database from the version of its index to the next. */
export const MIGRATIONS: readonly Migration[] = [MESSAGES, QUESTIONS, CONSENT, BURSTS, NARROW_KEYS];

/** Throws where a newer version of this package has changed the database. */
export function refuseNewer(found: number): void {
	if (found <= MIGRATIONS.length) return;
	throw new StoreUnavailable(
		`The SMS store was written by a newer version of this package (schema ${found}, known up to ${MIGRATIONS.length}). Install that version again.`,
	);
}
