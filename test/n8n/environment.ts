import { traits } from './variant';

/** What distinguishes one n8n process from another. */
export interface ProcessSettings {
	userFolder: string;
	encryptionKey: string;
	port: number;
	brokerPort: number;
	/** Base of the webhook URLs that n8n shows, with a trailing slash. */
	webhookUrl: string;
	/** Whether the pages of the editor are served. */
	editor: boolean;
	/** A PostgreSQL database; null for SQLite in the user folder. */
	postgres: URL | null;
	/** Shared by the processes of one instance in queue mode; null in regular mode. */
	queue: QueueSettings | null;
	/** Overrides everything above. */
	env: Record<string, string>;
}

export interface QueueSettings {
	redisHost: string;
	redisPort: number;
	/** Keeps instances that use one Redis apart. */
	prefix: string;
	healthPort: number;
}

/**
 * n8n gets only the variables of our environment that a program needs to run, without the developer's N8N_ and DB_
 * settings.
 */
const PASSED_ON = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'LC_ALL', 'TZ'];

/** A quiet n8n that needs no Internet. */
const QUIET = {
	NODE_ENV: 'production',
	N8N_LISTEN_ADDRESS: '127.0.0.1',
	N8N_SECURE_COOKIE: 'false',
	N8N_DIAGNOSTICS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
	N8N_TEMPLATES_ENABLED: 'false',
	N8N_PERSONALIZATION_ENABLED: 'false',
	N8N_HIRING_BANNER_ENABLED: 'false',
	N8N_DYNAMIC_BANNERS_ENABLED: 'false',
	N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
	N8N_AI_ENABLED: 'false',
	N8N_RUNNERS_ENABLED: 'false',
	N8N_VERIFIED_PACKAGES_ENABLED: 'false',
	N8N_ENFORCE_SETTINGS_FILE_PERMISSIONS: 'false',
};

export function environmentOf(settings: ProcessSettings): Record<string, string> {
	return {
		...passedOn(),
		...QUIET,
		...traits.env,
		N8N_USER_FOLDER: settings.userFolder,
		N8N_ENCRYPTION_KEY: settings.encryptionKey,
		N8N_PORT: String(settings.port),
		N8N_RUNNERS_BROKER_PORT: String(settings.brokerPort),
		N8N_WEBHOOK_URL: settings.webhookUrl,
		// Its name in n8n 1.
		WEBHOOK_URL: settings.webhookUrl,
		N8N_DISABLE_UI: String(!settings.editor),
		...(settings.postgres && postgresEnvironment(settings.postgres)),
		...(settings.queue && queueEnvironment(settings.queue)),
		...settings.env,
	};
}

function passedOn(): Record<string, string> {
	return Object.fromEntries(
		PASSED_ON.map((name) => [name, process.env[name] ?? '']).filter(([, value]) => value),
	);
}

function postgresEnvironment(url: URL): Record<string, string> {
	return {
		DB_TYPE: 'postgresdb',
		DB_POSTGRESDB_HOST: url.hostname,
		DB_POSTGRESDB_PORT: url.port,
		DB_POSTGRESDB_DATABASE: url.pathname.slice(1),
		DB_POSTGRESDB_USER: url.username,
		DB_POSTGRESDB_PASSWORD: url.password,
	};
}

function queueEnvironment(queue: QueueSettings): Record<string, string> {
	return {
		EXECUTIONS_MODE: 'queue',
		QUEUE_BULL_REDIS_HOST: queue.redisHost,
		QUEUE_BULL_REDIS_PORT: String(queue.redisPort),
		QUEUE_BULL_PREFIX: queue.prefix,
		N8N_REDIS_KEY_PREFIX: queue.prefix,
		QUEUE_HEALTH_CHECK_ACTIVE: 'true',
		QUEUE_HEALTH_CHECK_PORT: String(queue.healthPort),
	};
}
