/** The server's clock, carried on by this process's monotonic clock, which nobody sets. */
export class ServerClock {
	private offset = Date.now() - performance.now();

	/** @param milliseconds since the epoch, as the server said it just now */
	set(milliseconds: number): void {
		this.offset = milliseconds - performance.now();
	}

	now(): number {
		return Math.round(this.offset + performance.now());
	}
}
