import { StoreUnavailable } from '../../../nodes/VonageSms/database';
import { postgresConfig } from '../../../nodes/VonageSms/storage/postgresConfig';

/** As n8n's own Postgres credential gives its fields. */
const credential: Record<string, string | number | boolean> = {
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

describe("n8n's Postgres credential", () => {
	test('gives address, user and at most ten connections', () => {
		expect(postgresConfig(credential)).toMatchObject({
			host: 'db.example.com',
			port: 5432,
			database: 'n8n',
			user: 'n8n',
			password: 'secret',
			max: 10,
		});
		expect(postgresConfig({ ...credential, maxConnections: 3 }).max).toBe(3);
		expect(postgresConfig({ ...credential, maxConnections: 0 }).max).toBe(10);
	});

	test.each([
		['disable', false],
		['allow', true],
		['require', true],
	])('SSL %s', (ssl, used) => {
		expect(postgresConfig({ ...credential, ssl }).ssl).toBe(used);
	});

	test("'Ignore SSL Issues' accepts any certificate", () => {
		const ignoring = { ...credential, allowUnauthorizedCerts: true };
		expect(postgresConfig(ignoring).ssl).toEqual({ rejectUnauthorized: false });
	});

	test('with an SSH tunnel is refused with what to do instead', () => {
		const tunnel = () => postgresConfig({ ...credential, sshTunnel: true });
		expect(tunnel).toThrow(StoreUnavailable);
		expect(tunnel).toThrow(/'SSH Tunnel' turned off/);
	});
});
