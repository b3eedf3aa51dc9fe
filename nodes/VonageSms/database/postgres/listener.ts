import type { Client } from 'pg';

import type { Listeners } from '../listeners';
import { CHANNEL } from './notifier';

const RECONNECT_MS = 1_000;

/**
 * Listens on a connection of its own, so that a pool of one connection suffices, from the first
 * listener on; connects again when the connection breaks.
 */
export class Listener {
	private client: Client | null = null;
	private connecting: Promise<void> | null = null;
	private retry: NodeJS.Timeout | null = null;
	private closed = false;

	constructor(
		private readonly createClient: () => Client,
		private readonly listeners: Listeners,
	) {}

	start(): void {
		if (this.client || this.connecting || this.retry || this.closed) return;
		this.connecting = this.connect().finally(() => {
			this.connecting = null;
		});
	}

	async stop(): Promise<void> {
		this.closed = true;
		if (this.retry) clearTimeout(this.retry);
		await this.connecting;
		this.drop();
	}

	private async connect(): Promise<void> {
		const client = this.createClient();
		this.client = client;
		client.on('error', () => this.reconnect());
		client.on('end', () => this.reconnect());
		client.on('notification', ({ payload }) => this.listeners.wake(payload ?? ''));
		try {
			await client.connect();
			await client.query(`LISTEN ${CHANNEL}`);
			// There may have been notifications while the connection was down.
			this.listeners.wakeAll();
		} catch {
			// Listeners poll as well, and the next query reports the error.
			this.reconnect();
		}
	}

	private reconnect(): void {
		this.drop();
		if (this.closed || this.retry) return;
		this.retry = setTimeout(() => {
			this.retry = null;
			this.start();
		}, RECONNECT_MS);
		this.retry.unref();
	}

	private drop(): void {
		const { client } = this;
		this.client = null;
		if (!client) return;
		client.removeAllListeners();
		client.on('error', () => undefined);
		client.end().catch(() => undefined);
	}
}
