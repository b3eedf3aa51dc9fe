/** Those who want to know when something in a scope becomes due. */
export class Wakers {
	private readonly byScope = new Map<string, Set<() => void>>();

	/** Answers the way to stop being called. */
	add(scope: string, wake: () => void): () => void {
		const wakers = this.byScope.get(scope) ?? new Set();
		this.byScope.set(scope, wakers.add(wake));
		return () => {
			wakers.delete(wake);
			if (wakers.size === 0 && this.byScope.get(scope) === wakers) this.byScope.delete(scope);
		};
	}

	wake(scope: string): void {
		for (const wake of this.byScope.get(scope) ?? []) wake();
	}

	wakeAll(): void {
		for (const scope of this.byScope.keys()) this.wake(scope);
	}
}
