import { isRecord, recordsOf, textOf } from '../vonage';
import type { Holder, Ledger, Run } from './ledger';

/**
 * Notes of registrations, in the durable store. Names are unique in the whole store. They start with `place/` for
 * state that several nodes can share (one number, two workflows), and with `node/` for the state of one node.
 * Values are JSON without secrets: webhook URLs and names of places.
 */
export interface RegistrationNotes {
	read(name: string): Promise<string | null>;
	write(name: string, value: string): Promise<void>;
	remove(name: string): Promise<void>;
}

/** The registration of one run of a node. */
export interface RunRecord {
	url: string;
	/** Names of the places to restore later. */
	places: string[];
	/**
	 * `registering`: in progress or interrupted. `registered`: done. `unfinished`: n8n's time limit was reached
	 * before all numbers were registered; the registered ones stay. `leaving`: unpublished, or the test has ended,
	 * but not everything has been restored.
	 */
	state: 'registering' | 'registered' | 'unfinished' | 'leaving';
	/** ISO 8601, of the registration; null where unknown. */
	since: string | null;
}

export type NodeRecord = Partial<Record<Run, RunRecord>>;

export async function readLedger(
	notes: Pick<RegistrationNotes, 'read'>,
	place: string,
): Promise<Ledger | null> {
	const value = parse(await notes.read(`place/${place}`));
	if (value === null) return null;
	return { before: textOf(value.before), holders: recordsOf(value.holders).flatMap(parseHolder) };
}

/** @param ledger null forgets the place */
export async function writeLedger(
	notes: RegistrationNotes,
	place: string,
	ledger: Ledger | null,
): Promise<void> {
	await writeOrRemove(notes, `place/${place}`, ledger);
}

/** Empty if there is no record of the node. */
export async function readNode(
	notes: Pick<RegistrationNotes, 'read'>,
	node: string,
): Promise<NodeRecord> {
	const value = parse(await notes.read(`node/${node}`)) ?? {};
	return { ...parseRun('production', value), ...parseRun('test', value) };
}

export async function writeNode(
	notes: RegistrationNotes,
	node: string,
	record: NodeRecord,
): Promise<void> {
	const isEmpty = record.production === undefined && record.test === undefined;
	await writeOrRemove(notes, `node/${node}`, isEmpty ? null : record);
}

async function writeOrRemove(
	notes: RegistrationNotes,
	name: string,
	value: object | null,
): Promise<void> {
	if (value === null) await notes.remove(name);
	else await notes.write(name, JSON.stringify(value));
}

/** A value that is not a JSON object counts as forgotten. */
function parse(text: string | null): Record<string, unknown> | null {
	if (text === null) return null;
	try {
		const value: unknown = JSON.parse(text);
		return isRecord(value) ? value : null;
	} catch {
		return null;
	}
}

function parseHolder(record: Record<string, unknown>): Holder[] {
	const { node, run, url } = record;
	if (typeof node !== 'string' || typeof url !== 'string') return [];
	return run === 'production' || run === 'test' ? [{ node, run, url }] : [];
}

const STATES = ['registering', 'registered', 'unfinished', 'leaving'] as const;

function parseRun(run: Run, record: Record<string, unknown>): NodeRecord {
	const { [run]: value } = record;
	if (!isRecord(value) || typeof value.url !== 'string') return {};
	return {
		[run]: {
			url: value.url,
			places: Array.isArray(value.places) ? value.places.map(String) : [],
			state: STATES.find((state) => state === value.state) ?? 'registering',
			since: textOf(value.since),
		},
	};
}
