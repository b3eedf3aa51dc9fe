/** One thing that happened, as the page and tests read it. */
export interface JournalEntry<T> {
	sequence: number;
	/** ISO 8601, UTC. */
	at: string;
	event: T;
}

/** Keeps the last thousand events and notifies subscribers of each. */
export class Journal<T> {
	private readonly entries: JournalEntry<T>[] = [];
	private readonly subscribers = new Set<(entry: JournalEntry<T>) => void>();
	private sequence = 0;

	add(event: T): void {
		this.sequence += 1;
		const entry = { sequence: this.sequence, at: new Date().toISOString(), event };
		this.entries.push(entry);
		if (this.entries.length > 1000) this.entries.shift();
		for (const notify of this.subscribers) notify(entry);
	}

	/**
	 * Entries after the given sequence number, oldest first. If the number is in the future, it's from another run,
	 * and all entries are returned.
	 */
	since(sequence: number): JournalEntry<T>[] {
		const from = sequence > this.sequence ? 0 : sequence;
		return this.entries.filter((entry) => entry.sequence > from);
	}

	/** Returns an unsubscribe function. */
	subscribe(notify: (entry: JournalEntry<T>) => void): () => void {
		this.subscribers.add(notify);
		return () => this.subscribers.delete(notify);
	}

	clear(): void {
		this.entries.length = 0;
	}
}
