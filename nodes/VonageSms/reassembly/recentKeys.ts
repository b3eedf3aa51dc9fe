/** Keys that this process saw lately; to be forgotten costs one round trip. */
export class RecentKeys {
	private recent = new Set<string>();
	private older = new Set<string>();

	constructor(private readonly capacity = 5_000) {}

	/** Returns whether the key was not among them. */
	add(key: string): boolean {
		const isNew = !this.recent.has(key) && !this.older.has(key);
		this.recent.add(key);
		if (this.recent.size >= this.capacity) {
			this.older = this.recent;
			this.recent = new Set();
		}
		return isNew;
	}
}
