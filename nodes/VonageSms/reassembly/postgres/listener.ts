import type { Pool, PoolClient } from 'pg';

import type { Wakers } from '../wakers';
import { CHANNEL } from './names';

const RECONNECT_MS = 1_000;

/** Holds one connection with LISTEN while anybody wants to be woken, and takes a new one when it breaks. */
export class Listener {
	private client: PoolClient | null = null;
	private connecting: Promise<void> | null = null;
	private retry: NodeJS.Timeout | null = null;
	private closed = false;

	constructor(
		private readonly pool: Pool,
		private readonly wakers: Wakers,
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
		try {
			const client = await this.pool.connect();
			this.client = client;
			client.on('error', () => this.reconnect());
			client.on('notification', ({ payload }) => this.wakers.wake(payload ?? ''));
			await client.query(`LISTEN ${CHANNEL}`);
			// What became due while nobody listened.
			this.wakers.wakeAll();
		} catch {
			// The dispatcher's poll goes on meanwhile, and the next query reports what is wrong.
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
		client?.removeAllListeners('notification');
		client?.release(true);
	}
}
