import type { IExecuteFunctions } from 'n8n-workflow';
import type { PoolConfig } from 'pg';

import { StoreUnavailable } from '../../../nodes/VonageSms/database';
import * as reassembly from '../../../nodes/VonageSms/reassembly';
import { borrowStore, holdStore } from '../../../nodes/VonageSms/storage';

jest.mock('../../../nodes/VonageSms/reassembly');

const openSqliteStore = jest.mocked(reassembly.openSqliteStore);
const openPostgresStore = jest.mocked(reassembly.openPostgresStore);

let opened: { close: jest.Mock }[];

/** The part of a store needed to open and close it. */
function newStore(): reassembly.MessageStore {
	const store = { close: jest.fn(async () => undefined) };
	opened.push(store);
	return store as unknown as reassembly.MessageStore;
}

beforeEach(() => {
	jest.resetAllMocks();
	opened = [];
	openSqliteStore.mockImplementation(async () => newStore());
	openPostgresStore.mockImplementation(async () => newStore());
});

/** The part of n8n's context needed to find a store. */
function contextOf(storage: 'sqlite' | 'postgres', credential: object = {}): IExecuteFunctions {
	return {
		getNode: () => ({ id: 'node' }),
		getNodeParameter: () => storage,
		getCredentials: async () => credential,
	} as unknown as IExecuteFunctions;
}

describe('stores that are shared in a process', () => {
	const context = contextOf('sqlite');
	let folders = 0;

	/** Stores of earlier tests stay open. */
	beforeEach(() => {
		process.env.N8N_USER_FOLDER = `/folder ${++folders}`;
	});
	afterAll(() => {
		delete process.env.N8N_USER_FOLDER;
	});

	test("the file is in n8n's own folder", async () => {
		await borrowStore(context);
		expect(openSqliteStore).toHaveBeenCalledWith(`/folder ${folders}/.n8n/vonage-sms.sqlite`);
	});

	test('a store is opened once, even for simultaneous callers', async () => {
		const [one, two, three] = await Promise.all([
			borrowStore(context),
			borrowStore(context),
			holdStore(context),
		]);
		expect(one).toBe(two);
		expect(three.store).toBe(one);
		expect(opened).toHaveLength(1);
		process.env.N8N_USER_FOLDER = '/another folder';
		await borrowStore(context);
		expect(opened).toHaveLength(2);
	});

	test('a store is closed when its last holder lets go, and opened again for the next one', async () => {
		const first = await holdStore(context);
		const second = await holdStore(context);
		first.letGo();
		await Promise.resolve();
		expect(opened[0]?.close).not.toHaveBeenCalled();
		second.letGo();
		await Promise.resolve();
		expect(opened[0]?.close).toHaveBeenCalledTimes(1);
		expect(await borrowStore(context)).not.toBe(first.store);
	});

	test('a store that failed to open is opened again for the next caller', async () => {
		openSqliteStore.mockRejectedValueOnce(new Error('no disk'));
		await expect(holdStore(context)).rejects.toThrow('no disk');
		const held = await holdStore(context);
		held.letGo();
		await Promise.resolve();
		expect(opened[0]?.close).toHaveBeenCalledTimes(1);
	});
});

describe("n8n's Postgres credential", () => {
	/** The fields of n8n's own Postgres credential. */
	const credential = {
		host: 'db.example.com',
		port: 5432,
		database: 'n8n',
		user: 'n8n',
		password: 'secret',
		maxConnections: 100,
		allowUnauthorizedCerts: false,
		ssl: 'disable',
		sshTunnel: false,
	};

	/** The configuration that the store is opened with. */
	async function configOf(changed: object = {}): Promise<PoolConfig | undefined> {
		const { letGo } = await holdStore(contextOf('postgres', { ...credential, ...changed }));
		letGo();
		return openPostgresStore.mock.lastCall?.[0];
	}

	test('contains the address, the user and at most ten connections', async () => {
		expect(await configOf()).toMatchObject({
			host: 'db.example.com',
			port: 5432,
			database: 'n8n',
			user: 'n8n',
			password: 'secret',
			max: 10,
		});
		expect(await configOf({ maxConnections: 3 })).toMatchObject({ max: 3 });
		expect(await configOf({ maxConnections: 0 })).toMatchObject({ max: 10 });
	});

	test.each([
		['disable', false],
		['allow', true],
		['require', true],
	])('SSL %s', async (ssl, used) => {
		expect(await configOf({ ssl })).toMatchObject({ ssl: used });
	});

	test("'Ignore SSL Issues' accepts any certificate", async () => {
		const ssl = { rejectUnauthorized: false };
		expect(await configOf({ allowUnauthorizedCerts: true })).toMatchObject({ ssl });
	});

	test('is rejected with an SSH tunnel, and the error says what to do instead', async () => {
		const tunnel = configOf({ sshTunnel: true });
		await expect(tunnel).rejects.toBeInstanceOf(StoreUnavailable);
		await expect(tunnel).rejects.toThrow(/'SSH Tunnel' turned off/);
	});
});
