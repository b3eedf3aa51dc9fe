import { median } from '../statistics';
import type { BenchedStore } from '../stores/place';
import { timed } from '../timing';
import type { Subject } from './subject';

/** For how long one turn of the event loop held everything else up, in milliseconds. */
export interface StallRow {
	store: BenchedStore['name'];
	while: string;
	/** The longest turn of each round: their median, and the longest of all. */
	usual: number;
	longest: number;
}

const CALLERS = 16;
const RECEIVED = 320;
const STEPS = 5;
const IDLE_MS = 200;

/** Watches the event loop while the store works, and while nothing does. */
export async function stalls(subject: Subject, rounds: number): Promise<StallRow[]> {
	const work: [string, () => Promise<unknown>][] = [
		['nothing happens', async () => await new Promise((resolve) => setTimeout(resolve, IDLE_MS))],
		[
			`${CALLERS} callers send single SMS`,
			async () => await timed(CALLERS, RECEIVED, async () => await subject.receiveSingle()),
		],
		['messages are claimed, begun and confirmed', async () => await handOver(subject)],
		[
			'clean-up runs',
			async () => {
				for (let step = 0; step < STEPS; step += 1) await subject.cleanUp();
			},
		],
	];
	const longest = work.map(() => [] as number[]);
	for (let round = 0; round <= rounds; round += 1) {
		for (const [index, [, run]] of work.entries()) {
			const stall = await longestTurn(run);
			// The first round warms up.
			if (round > 0) longest[index]!.push(stall);
		}
	}
	return work.map(([name], index) => ({
		store: subject.benched.name,
		while: name,
		usual: median(longest[index]!),
		longest: Math.max(...longest[index]!),
	}));
}

async function handOver(subject: Subject): Promise<void> {
	for (;;) {
		const deliveries = await subject.claim(20);
		if (deliveries.length === 0) return;
		await Promise.all(
			deliveries.map(async ({ ticket, confirm }) => {
				await subject.reassembler.begin(ticket, ticket);
				await confirm();
			}),
		);
	}
}

/** The longest time between two turns of the event loop while `work` is under way. */
async function longestTurn(work: () => Promise<unknown>): Promise<number> {
	let longest = 0;
	let last = performance.now();
	let watching = true;
	const turn = () => {
		const now = performance.now();
		longest = Math.max(longest, now - last);
		last = now;
		if (watching) setImmediate(turn);
	};
	setImmediate(turn);
	await work().finally(() => (watching = false));
	return longest;
}
