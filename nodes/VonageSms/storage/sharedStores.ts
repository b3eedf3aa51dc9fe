import type { MessageStore } from '../reassembly';

/** A store that stays open until `letGo` is called. */
export interface HeldStore {
	store: MessageStore;
	letGo(): void;
}

interface Shared {
	opening: Promise<MessageStore>;
	holders: number;
}

/**
 * Opens each store only once in a process. A dispatcher holds its store; a webhook borrows it. When
 * the last holder lets go, the store is closed, and the next caller opens it again.
 */
export class SharedStores {
	private readonly byName = new Map<string, Shared>();

	async hold(name: string, open: () => Promise<MessageStore>): Promise<HeldStore> {
		const shared = this.share(name, open);
		// Counted before it is open, so that it is not closed meanwhile. A store that fails to open is forgotten.
		shared.holders += 1;
		const store = await shared.opening;
		return { store, letGo: () => this.letGo(name, shared) };
	}

	async borrow(name: string, open: () => Promise<MessageStore>): Promise<MessageStore> {
		return await this.share(name, open).opening;
	}

	private share(name: string, open: () => Promise<MessageStore>): Shared {
		const known = this.byName.get(name);
		if (known) return known;

		const shared: Shared = { opening: open(), holders: 0 };
		this.byName.set(name, shared);
		// A store that failed to open is opened again next time.
		shared.opening.catch(() => this.forget(name, shared));
		return shared;
	}

	private letGo(name: string, shared: Shared): void {
		shared.holders -= 1;
		if (shared.holders > 0) return;
		this.forget(name, shared);
		void shared.opening.then(async (store) => await store.close());
	}

	private forget(name: string, shared: Shared): void {
		if (this.byName.get(name) === shared) this.byName.delete(name);
	}
}
