import { setTimeout as sleep } from 'node:timers/promises';

import { percentile } from '../statistics';
import type { BenchedStore } from '../stores/place';
import { timeOf } from '../timing';
import type { Subject } from './subject';

/** Clean-up while SMS arrive. */
export interface CleaningRow {
	store: BenchedStore['name'];
	/** SMS received a second meanwhile. */
	arriving: number;
	/** Messages forgotten a second. */
	forgotten: number;
	/** Milliseconds of an SMS meanwhile. */
	p50: number;
	p99: number;
}

/** The pace that clean-up has to keep up with. */
export const ARRIVING = 50;

/** Forgets messages one step after another for some seconds, while SMS arrive steadily. */
export async function keepUp(subject: Subject, seconds: number): Promise<CleaningRow> {
	const received: Promise<number>[] = [];
	const start = performance.now();
	const elapsed = () => (performance.now() - start) / 1000;
	const traffic = async () => {
		while (elapsed() < seconds) {
			while (received.length < elapsed() * ARRIVING) {
				received.push(timeOf(async () => await subject.receiveSingle()));
			}
			await sleep(1);
		}
	};
	let forgotten = 0;
	let cleanedFor = 0;
	const cleaning = async () => {
		while (elapsed() < seconds) {
			const step = await subject.cleanUp();
			if (step === 0) break;
			forgotten += step;
			cleanedFor = elapsed();
		}
	};
	await Promise.all([traffic(), cleaning()]);
	const times = await Promise.all(received);
	return {
		store: subject.benched.name,
		arriving: times.length / elapsed(),
		forgotten: forgotten / cleanedFor,
		p50: percentile(times, 0.5),
		p99: percentile(times, 0.99),
	};
}
