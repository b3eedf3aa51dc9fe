import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import type { PoolConfig } from 'pg';

import { StoreUnavailable } from '../database';

const MAX_CONNECTIONS = 10;

/** Reads n8n's built-in Postgres credential. Throws `StoreUnavailable` if it uses an SSH tunnel. */
export function postgresConfig(credential: ICredentialDataDecryptedObject): PoolConfig {
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
