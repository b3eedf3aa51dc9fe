import { randomBytes } from 'node:crypto';

/** Id of one SMS as Vonage writes them: 16 upper-case hexadecimal digits. */
export function newMessageId(): string {
	return `0${randomBytes(8).toString('hex').slice(1).toUpperCase()}`;
}

/** `YYYY-MM-DD HH:MM:SS`, UTC. */
export function messageTimestamp(date: Date): string {
	return date.toISOString().slice(0, 19).replace('T', ' ');
}
