import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Loaded into n8n's processes before anything else: their clock is ahead of the real one by the
 * milliseconds that the file says.
 */
const PRELOAD = `
const { readFileSync } = require('node:fs');
const Real = Date;
// Kept: n8n replaces \`now\` by a function that calls the one before.
const realNow = Real.now;
let ahead = 0;
const read = () => { ahead = Number(readFileSync(process.env.KILL_CLOCK_FILE, 'utf8')); };
read();
setInterval(read, 100).unref();
globalThis.Date = new Proxy(Real, {
	construct: (target, args, newTarget) =>
		Reflect.construct(target, args.length > 0 ? args : [realNow() + ahead], newTarget),
	apply: () => new Real(realNow() + ahead).toString(),
	get: (target, key) =>
		key === 'now' ? () => realNow() + ahead : Reflect.get(target, key),
});
`;

/** A clock for n8n that a test can set forward and back. */
export class ShiftedClock {
	private constructor(private readonly folder: string) {}

	static async create(): Promise<ShiftedClock> {
		const clock = new ShiftedClock(await mkdtemp(join(tmpdir(), 'vonage-sms-clock-')));
		await writeFile(clock.preload, PRELOAD);
		await clock.set(0);
		return clock;
	}

	get env(): Record<string, string> {
		return { NODE_OPTIONS: `--require ${this.preload}`, KILL_CLOCK_FILE: this.file };
	}

	/** @param ahead milliseconds; negative for a clock that is slow */
	async set(ahead: number): Promise<void> {
		await writeFile(this.file, String(ahead));
	}

	async remove(): Promise<void> {
		await rm(this.folder, { recursive: true });
	}

	private get preload(): string {
		return join(this.folder, 'clock.cjs');
	}

	private get file(): string {
		return join(this.folder, 'ahead');
	}
}
