import type { DatabaseSync } from 'node:sqlite';

import {
	releaseWait,
	orUnavailable,
	type Claim,
	type ClaimPolicy,
	type IncomingRecord,
	type MessageStore,
	type PlacementPolicy,
} from '../store';
import { Wakers } from '../wakers';
import { claim, somethingToClaim } from './claim';
import { GroupCommit } from './groupCommit';
import { openDatabase } from './open';
import { receive } from './receive';
import { prepareStatements, type Statements } from './statements';

/**
 * Opens the store in a file, creating it where there is none. Several processes of one host may
 * have it open. Rejects with `StoreUnavailable` when the file cannot be opened or Node is too old.
 */
export async function openSqliteStore(file: string): Promise<MessageStore> {
	return new SqliteStore(openDatabase(file));
}

class SqliteStore implements MessageStore {
	private readonly sql: Statements;
	private readonly group: GroupCommit;
	private readonly wakers = new Wakers();

	constructor(private readonly database: DatabaseSync) {
		this.sql = prepareStatements(database);
		this.group = new GroupCommit(database);
	}

	async register(scope: string, now: number) {
		await this.write(() => this.sql.register.run({ scope, now }));
	}

	async receive(record: IncomingRecord, policy: PlacementPolicy, now: number) {
		const outcome = await this.group.run(() => receive(this.sql, record, policy, now));
		if (outcome === 'due') this.wakers.wake(record.scope);
		return outcome;
	}

	async claim(scope: string, policy: ClaimPolicy, now: number) {
		if (!this.read(() => somethingToClaim(this.sql, scope, policy, now))) return [];
		return await this.group.run(() => claim(this.sql, scope, policy, now));
	}

	async renew({ row, lease }: Claim, until: number) {
		const { changes } = await this.group.run(() => this.sql.renew.run({ row, lease, until }));
		return changes === 1;
	}

	async confirm({ row, emission }: Claim, policy: PlacementPolicy, now: number) {
		await this.write(() => {
			const message = this.sql.underWay.get({ row, emission });
			if (!message) return;
			const complete = message['received'] === message['total'];
			const grew = Number(message['newest_emission']) > emission;
			if (grew && (complete || policy.emitIncomplete)) {
				this.sql.reopen.run({ row, now });
				return;
			}
			this.sql.delivered.run({ row, forgetAt: now + policy.rememberFor });
			if (complete) this.sql.dropBodies.run({ row });
		});
	}

	async release({ row, lease }: Claim, now: number) {
		await this.write(() => {
			const released = Number(this.sql.timesReleased.get({ row })?.['released']);
			this.sql.release.run({ row, lease, dueAt: now + releaseWait(released) });
		});
	}

	async cleanUp(now: number, limit: number) {
		const { changes } = await this.group.run(() => this.sql.forget.run({ now, limit }));
		return Number(changes);
	}

	async purge(scope: string) {
		await this.write(() => {
			this.sql.purgeMessages.run({ scope });
			this.sql.purgeDispatcher.run({ scope });
		});
	}

	onDue(scope: string, wake: () => void) {
		return this.wakers.add(scope, wake);
	}

	async readNote(name: string) {
		const row = this.read(() => this.sql.readNote.get({ name }));
		return row ? String(row['value']) : null;
	}

	async writeNote(name: string, value: string) {
		await this.write(() => this.sql.writeNote.run({ name, value }));
	}

	async removeNote(name: string) {
		await this.write(() => this.sql.removeNote.run({ name }));
	}

	async close() {
		await this.group.idle();
		this.database.close();
	}

	private read<T>(work: () => T): T {
		return orUnavailable(work, (reason) => `The SMS store could not be read: ${reason}`);
	}

	private async write(work: () => unknown): Promise<void> {
		await this.group.run(work);
	}
}
