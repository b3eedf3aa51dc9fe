import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { Client } from 'pg';

/** Host and port of the tests' PostgreSQL server. */
export const POSTGRES = { host: '127.0.0.1', port: 5432 };
const REDIS_PORT = 6379;

/**
 * Connection string of a database on the tests' PostgreSQL server.
 *
 * @param port of a proxy in front of it
 */
export function postgresUrl(database: string, port = POSTGRES.port): string {
	return `postgresql://postgres@${POSTGRES.host}:${port}/${database}`;
}

/**
 * n8n's Postgres credential for a database of it.
 *
 * @param port of a proxy in front of it
 */
export function postgresCredential(database: string, port = POSTGRES.port) {
	return {
		name: 'SMS store',
		type: 'postgres',
		data: {
			host: POSTGRES.host,
			port,
			database,
			user: 'postgres',
			password: '',
			ssl: 'disable',
			sshTunnel: false,
		},
	};
}

export async function postgresAnswers(): Promise<boolean> {
	return await answers(POSTGRES.port);
}

export async function redisAnswers(): Promise<boolean> {
	return await answers(REDIS_PORT);
}

function answers(port: number): Promise<boolean> {
	return new Promise((resolve) => {
		const socket = connect(port, '127.0.0.1');
		socket.setTimeout(2_000);
		socket.once('connect', () => finish(true));
		socket.once('error', () => finish(false));
		socket.once('timeout', () => finish(false));
		function finish(answer: boolean) {
			socket.destroy();
			resolve(answer);
		}
	});
}

/** Set by the tests' global setup for services that don't respond. */
const ABSENT = 'absent';

export function describeWithPostgres(name: string, tests: () => void): void {
	unlessAbsent('TEST_POSTGRES')(name, tests);
}

export function describeWithPostgresAndRedis(name: string, tests: () => void): void {
	const either = [process.env.TEST_POSTGRES, process.env.TEST_REDIS].includes(ABSENT);
	(either ? describe.skip : describe)(name, tests);
}

/**
 * Checks once for all tests. In CI, a missing service fails the run. Elsewhere, its tests are reported as skipped.
 */
export async function findServices(): Promise<void> {
	const missing = [];
	if (!(await postgresAnswers())) missing.push('TEST_POSTGRES');
	if (!(await redisAnswers())) missing.push('TEST_REDIS');
	if (missing.length > 0 && process.env.CI) {
		throw new Error(
			`PostgreSQL on ${POSTGRES.host}:${POSTGRES.port} and Redis on 127.0.0.1:${REDIS_PORT} must answer in CI; missing: ${missing.join(', ')}`,
		);
	}
	for (const name of missing) process.env[name] = ABSENT;
}

function unlessAbsent(variable: string): jest.Describe | jest.Describe['skip'] {
	return process.env[variable] === ABSENT ? describe.skip : describe;
}

/** Creates an empty database for one test and returns its name. */
export async function createDatabase(purpose: string): Promise<string> {
	const name = `vonage_sms_${purpose}_${process.pid}_${randomBytes(4).toString('hex')}`;
	await administer(`CREATE DATABASE ${name}`);
	return name;
}

export async function dropDatabase(name: string): Promise<void> {
	await administer(`DROP DATABASE ${name} WITH (FORCE)`);
}

async function administer(statement: string): Promise<void> {
	const client = new Client({ connectionString: postgresUrl('postgres') });
	await client.connect();
	try {
		await client.query(statement);
	} finally {
		await client.end();
	}
}
