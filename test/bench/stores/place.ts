import type { MessageStore } from '../../../nodes/VonageSms/reassembly';
import type { ServerReading } from '../serverWork';
import type { Filling } from './filling';

/** A store in a database of its own, and the floor in the same database. */
export interface BenchedStore {
	name: 'SQLite' | 'PostgreSQL';
	store: MessageStore;
	/** One row of the size of a record in a transaction of its own, durable: what no store can beat. */
	floor(id: number): Promise<void>;
	/** Bytes on disk. */
	size(): Promise<number>;
	/** What the database server did so far; null where the database has none. */
	server(): Promise<ServerReading | null>;
	close(): Promise<void>;
}

/** Opens a store with these rows in it. */
export type OpenBenchedStore = (filling: Filling) => Promise<BenchedStore>;

/** About as long as a stored part of 153 characters. */
export const BODY = 'x'.repeat(600);
