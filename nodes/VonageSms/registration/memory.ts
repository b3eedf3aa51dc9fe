import { isRecord, recordsOf, textOf } from '../vonage';
import type { Holder, Ledger, Run } from './ledger';

/**
 * What registrations remember, in the durable store. Names are unique in the whole store; they begin with `slot/` for
 * what several nodes may share (one number, two workflows) and with `node/` for what belongs to one node. Values are
 * JSON without secrets: webhook URLs, names of slots.
 */
export interface RegistrationMemory {
	read(name: string): Promise<string | null>;
	write(name: string, value: string): Promise<void>;
	remove(name: string): Promise<void>;
}

/** What one node has registered, in a test run and in production: the slots to give back. */
export type NodeRecord = Partial<Record<Run, { url: string; slots: string[] }>>;

export async function readLedger(memory: RegistrationMemory, slot: string): Promise<Ledger | null> {
	const value = parse(await memory.read(`slot/${slot}`));
	if (value === null) return null;
	return { before: textOf(value.before), holders: recordsOf(value.holders).flatMap(parseHolder) };
}

/** @param ledger null forgets the slot */
export async function writeLedger(
	memory: RegistrationMemory,
	slot: string,
	ledger: Ledger | null,
): Promise<void> {
	await writeOrRemove(memory, `slot/${slot}`, ledger);
}

/** Empty where nothing is known of the node. */
export async function readNode(memory: RegistrationMemory, node: string): Promise<NodeRecord> {
	const value = parse(await memory.read(`node/${node}`)) ?? {};
	return { ...parseRun('production', value), ...parseRun('test', value) };
}

export async function writeNode(
	memory: RegistrationMemory,
	node: string,
	record: NodeRecord,
): Promise<void> {
	const isEmpty = record.production === undefined && record.test === undefined;
	await writeOrRemove(memory, `node/${node}`, isEmpty ? null : record);
}

async function writeOrRemove(
	memory: RegistrationMemory,
	name: string,
	value: object | null,
): Promise<void> {
	if (value === null) await memory.remove(name);
	else await memory.write(name, JSON.stringify(value));
}

/** A value that is no JSON object counts as forgotten. */
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

function parseRun(run: Run, record: Record<string, unknown>): NodeRecord {
	const { [run]: value } = record;
	if (!isRecord(value) || typeof value.url !== 'string') return {};
	const slots = Array.isArray(value.slots) ? value.slots.map(String) : [];
	return { [run]: { url: value.url, slots } };
}
