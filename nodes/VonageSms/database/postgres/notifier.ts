import { escapeLiteral } from 'pg';

/** Channel of LISTEN and NOTIFY; the payload is the topic. */
export const CHANNEL = 'n8n_vonage_sms_due';

/**
 * Notifies the other processes after a commit, one NOTIFY a topic at a time: inside the transaction
 * it would make all committers wait for each other. A notification that is lost delays until the
 * next poll.
 */
export class Notifier {
	/** Topics on their way; true when another notification came meanwhile. */
	private readonly underWay = new Map<string, boolean>();

	constructor(private readonly execute: (sql: string) => Promise<unknown>) {}

	notify(topic: string): void {
		if (this.underWay.has(topic)) {
			this.underWay.set(topic, true);
			return;
		}
		void this.send(topic);
	}

	private async send(topic: string): Promise<void> {
		do {
			this.underWay.set(topic, false);
			await this.execute(notification(topic)).catch(() => undefined);
		} while (this.underWay.get(topic) === true);
		this.underWay.delete(topic);
	}
}

/** In one message; a notification need not wait for the disk. */
function notification(topic: string): string {
	return `BEGIN; SET LOCAL synchronous_commit = off; SELECT pg_notify('${CHANNEL}', ${escapeLiteral(topic)}); COMMIT`;
}
