import { hash } from 'node:crypto';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import type { PoolConfig } from 'pg';

import { StoreUnavailable } from '../database';
import { openPostgresStore, openSqliteStore, type MessageStore } from '../reassembly';
import { readCredential, type StorageContext } from './credentials';

/** A store that stays open until `letGo` is called. */
export interface HeldStore {
	store: MessageStore;
	letGo(): void;
}

/**
 * The store selected in the node's 'Storage' parameter, for the duration of one request or call. Each
 * store is opened only once in a process.
 */
export async function borrowStore(context: StorageContext): Promise<MessageStore> {
	return await share(await findStore(context)).opening;
}

/**
 * The same for as long as a dispatcher runs. When the last holder lets go, the store is closed, and
 * the next caller opens it again.
 */
export async function holdStore(context: StorageContext): Promise<HeldStore> {
	const location = await findStore(context);
	const shared = share(location);
	// Counted before it is open, so that it is not closed meanwhile. A store that fails to open is forgotten.
	shared.holders += 1;
	const store = await shared.opening;
	return { store, letGo: () => letGo(location.name, shared) };
}

interface Shared {
	opening: Promise<MessageStore>;
	holders: number;
}

const sharedByName = new Map<string, Shared>();

function share({ name, open }: StoreLocation): Shared {
	const known = sharedByName.get(name);
	if (known) return known;

	const shared: Shared = { opening: open(), holders: 0 };
	sharedByName.set(name, shared);
	// A store that failed to open is opened again next time.
	shared.opening.catch(() => forget(name, shared));
	return shared;
}

function letGo(name: string, shared: Shared): void {
	shared.holders -= 1;
	if (shared.holders > 0) return;
	forget(name, shared);
	void shared.opening.then(async (store) => await store.close());
}

function forget(name: string, shared: Shared): void {
	if (sharedByName.get(name) === shared) sharedByName.delete(name);
}

interface StoreLocation {
	/** Equal for equal stores. */
	name: string;
	open: () => Promise<MessageStore>;
}

async function findStore(context: StorageContext): Promise<StoreLocation> {
	if (context.getNodeParameter('storage', 0) === 'sqlite') {
		const file = sqliteFile();
		return { name: file, open: async () => await openSqliteStore(file) };
	}
	const config = postgresConfig(await readCredential(context, 'postgres'));
	return {
		// Hashed, because it contains a password.
		name: hash('sha256', JSON.stringify(config)),
		open: async () => await openPostgresStore(config),
	};
}

/** In the folder where n8n keeps its own database. */
function sqliteFile(): string {
	return join(process.env.N8N_USER_FOLDER ?? homedir(), '.n8n', 'vonage-sms.sqlite');
}

const MAX_CONNECTIONS = 10;

/** Reads n8n's built-in Postgres credential. Throws `StoreUnavailable` if it uses an SSH tunnel. */
function postgresConfig(credential: ICredentialDataDecryptedObject): PoolConfig {
	if (credential.sshTunnel === true) {
		throw new StoreUnavailable(
			"The Postgres credential uses an SSH tunnel, which the SMS store doesn't support. Create a separate Postgres credential with 'SSH Tunnel' turned off and a host that n8n can reach directly.",
		);
	}
	return {
		host: String(credential.host),
		port: Number(credential.port),
		database: String(credential.database),
		user: String(credential.user),
		password: String(credential.password),
		ssl: sslOf(credential),
		max: Math.min(Number(credential.maxConnections) || MAX_CONNECTIONS, MAX_CONNECTIONS),
	};
}

function sslOf(credential: ICredentialDataDecryptedObject): PoolConfig['ssl'] {
	if (credential.allowUnauthorizedCerts === true) return { rejectUnauthorized: false };
	return credential.ssl === 'allow' || credential.ssl === 'require';
}
