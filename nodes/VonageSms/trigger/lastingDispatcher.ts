import type { ITriggerFunctions } from 'n8n-workflow';

import { Dispatcher, Reassembler, StoreFailures, type Delivery, type Outcome } from '../reassembly';
import { forgetCredentials, holdStore, type HeldStore } from '../storage';
import { scopeOf, type TriggerSettings } from './settings';
import { announceStart } from './starting';

/** Between two attempts to start in the background: 1 s, doubling to this. */
const LONGEST_WAIT_MS = 30_000;

type HandOver = (delivery: Delivery) => Promise<Outcome>;

/** A dispatcher and its store: starts as soon as the store responds, and adopts a changed credential. */
export class LastingDispatcher {
	private readonly scope: string;
	private held: HeldStore | null = null;
	private dispatcher: Dispatcher | null = null;
	private starting: Promise<void> = Promise.resolve();
	private readonly stopping = new AbortController();

	constructor(
		private readonly context: ITriggerFunctions,
		private readonly settings: TriggerSettings,
		private readonly handOver: HandOver,
	) {
		this.scope = scopeOf(context, 'production');
	}

	/** Rejects with `StoreUnavailable` when the store cannot note that this trigger is served. */
	async start(): Promise<void> {
		const held = await holdStore(this.context);
		await this.startOn(held).catch((error: unknown) => {
			this.held = null;
			held.letGo();
			throw error;
		});
	}

	/** Retries until the store responds, or until `stop`. */
	startInBackground(): void {
		this.starting = this.keepStarting();
	}

	/** Resolves once all running executions have ended. */
	async stop(): Promise<void> {
		this.stopping.abort();
		await this.starting;
		await this.dispatcher?.stop();
		this.held?.letGo();
	}

	private async keepStarting(): Promise<void> {
		const failures = new StoreFailures(this.context.logger);
		for (let wait = 1_000; !this.stopping.signal.aborted; wait *= 2) {
			try {
				await announceStart(this.scope, async () => await this.start());
				failures.answered();
				return;
			} catch (error) {
				failures.failed(error);
			}
			forgetCredentials();
			await pause(Math.min(wait, LONGEST_WAIT_MS), this.stopping.signal);
		}
	}

	private async startOn(held: HeldStore): Promise<void> {
		const reassembler = new Reassembler(held.store, {
			...this.settings.reassembly,
			onUnreadable: (problem) => this.context.logger.error(problem),
		});
		const dispatcher = new Dispatcher({
			scope: this.scope,
			serves: this.settings.serves,
			reassembler,
			onDue: (wake) => this.held?.store.onDue(this.scope, wake) ?? (() => undefined),
			handOver: this.handOver,
			reopen: async () => await this.reopen(reassembler),
			concurrency: this.settings.concurrency,
			log: this.context.logger,
		});
		this.held = held;
		await dispatcher.start();
		this.dispatcher = dispatcher;
	}

	/** The credential may contain another server or password by now: running executions switch to it. */
	private async reopen(reassembler: Reassembler): Promise<void> {
		forgetCredentials();
		const next = await holdStore(this.context);
		const former = this.held;
		this.held = next;
		reassembler.useStore(next.store);
		former?.letGo();
	}
}

/** Resolves early when the signal aborts. */
async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
	await new Promise<void>((resolve) => {
		const timer = setTimeout(resolve, milliseconds).unref();
		signal.addEventListener('abort', () => {
			clearTimeout(timer);
			resolve();
		});
	});
}
