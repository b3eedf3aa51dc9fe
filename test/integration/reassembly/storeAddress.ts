import {
	openPostgresStore,
	openSqliteStore,
	type MessageStore,
} from '../../../nodes/VonageSms/reassembly';

/** The location of a store, in a form that can be passed to a child process. */
export type StoreAddress = { kind: 'sqlite'; file: string } | { kind: 'postgres'; url: string };

export async function openAt(address: StoreAddress, connections = 10): Promise<MessageStore> {
	return address.kind === 'sqlite'
		? await openSqliteStore(address.file)
		: await openPostgresStore({ connectionString: address.url, max: connections });
}
