import { hash } from 'node:crypto';
import { homedir } from 'node:os';
import { join } from 'node:path';

import { openPostgresStore, openSqliteStore, type MessageStore } from '../reassembly';
import { readCredential, type StorageContext } from './credentials';
import { postgresConfig } from './postgresConfig';
import { SharedStores, type HeldStore } from './sharedStores';

const stores = new SharedStores();

/** The store selected in the node's 'Storage' parameter, for the duration of one request or call. */
export async function borrowStore(context: StorageContext): Promise<MessageStore> {
	const { name, open } = await findStore(context);
	return await stores.borrow(name, open);
}

/** The same for as long as a dispatcher runs. */
export async function holdStore(context: StorageContext): Promise<HeldStore> {
	const { name, open } = await findStore(context);
	return await stores.hold(name, open);
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
