export interface N8nOptions {
	/** One process, or a main, webhook processes and a worker that share PostgreSQL and Redis. Default `regular`. */
	mode?: 'regular' | 'queue';
	/** n8n's own database in regular mode. Default `sqlite`; queue mode always uses PostgreSQL. */
	database?: 'sqlite' | 'postgres';
	/** Processes that receive production webhooks, in queue mode. Default 2. */
	webhookProcesses?: number;
	/** In queue mode: a user folder for each process, as on several machines. Default: one for all. */
	separateUserFolders?: boolean;
	/** Folder of the package to install; null for none. Default: this checkout. */
	packageRoot?: string | null;
	/** Environment variables for each process, which override those of the harness. */
	env?: Record<string, string>;
	/** Whether the editor's pages are served, for tests in a browser. Default false. */
	editor?: boolean;
	/** Base of the webhook URLs that n8n shows, if that is not its own. No trailing slash. */
	webhookBase?: string;
}
