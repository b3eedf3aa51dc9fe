/** Callbacks by topic. */
export class Listeners {
	private readonly byTopic = new Map<string, Set<() => void>>();

	/** Returns a function that removes the callback. */
	add(topic: string, wake: () => void): () => void {
		const listeners = this.byTopic.get(topic) ?? new Set();
		this.byTopic.set(topic, listeners.add(wake));
		return () => {
			listeners.delete(wake);
			if (listeners.size === 0 && this.byTopic.get(topic) === listeners) {
				this.byTopic.delete(topic);
			}
		};
	}

	wake(topic: string): void {
		for (const wake of this.byTopic.get(topic) ?? []) wake();
	}

	wakeAll(): void {
		for (const topic of this.byTopic.keys()) this.wake(topic);
	}
}
