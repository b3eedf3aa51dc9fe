import { setTimeout as sleep } from 'node:timers/promises';

import { until } from '../../n8n';
import { sqliteReader } from '../../storeReader';
import type { Site } from '../n8n/site';
import { ourWorkflow } from '../n8n/workflows';
import type { Say } from '../progress';
import { driftsOf, sample } from './samples';
import type { Drifts, Sample } from './samples';
import { SoakTraffic } from './traffic';
import { judge } from './verdict';
import type { Verdict } from './verdict';

export interface SoakPlan {
	seconds: number;
	messagesPerSecond: number;
	/** In order, spread over the first half; the second half is undisturbed. */
	faults: Fault[];
	sampleSeconds: number;
}

/** `restart`: as for an update, with SIGTERM; `kill`: as on a crash, with SIGKILL. */
export type Fault = 'restart' | 'kill';

export interface SoakResult {
	plan: SoakPlan;
	answers: { answer: string; attempts: number }[];
	verdict: Verdict;
	drifts: Drifts | null;
	samples: Sample[];
}

/** The shortest that the trigger allows. */
const DEDUPLICATION_HOURS = 1;
/** A dead dispatcher's lease, and then the backlog. */
const SETTLES_WITHIN_MS = 180_000;

/** Mixed traffic through a real n8n that is restarted and killed; then the count of what came out. */
export async function soak(site: Site, plan: SoakPlan, say: Say): Promise<SoakResult> {
	const vonageSmsApi = await site.vonageCredential();
	const options = { deduplicationHours: DEDUPLICATION_HOURS };
	const receiver = await site.receiver(ourWorkflow('soak', 'sqlite', { vonageSmsApi }, options));
	const traffic = new SoakTraffic(site.load, receiver.urls[0]!);
	const stop = new AbortController();
	const running = traffic.run(plan.messagesPerSecond, stop.signal);
	const samples: Sample[] = [];
	try {
		await disturbAndWatch(site, plan, samples, say);
	} finally {
		stop.abort();
	}
	say('soak: waiting for the last executions');
	await running;
	const store = sqliteReader(site.n8n.userFolder);
	await until(
		'every message to be delivered',
		async () => (await store.open()) === 0 || undefined,
		SETTLES_WITHIN_MS,
	).catch(() => say('soak: some messages are still waiting'));
	return {
		plan,
		answers: [...traffic.answers].map(([answer, attempts]) => ({ answer, attempts })),
		verdict: await judge(site, store, receiver, traffic.sent),
		drifts: driftsOf(samples, warmAfter(plan)),
		samples,
	};
}

/** The second half, without its first fifth. */
function warmAfter({ seconds }: SoakPlan): number {
	return seconds * 0.6;
}

async function disturbAndWatch(
	site: Site,
	plan: SoakPlan,
	samples: Sample[],
	say: Say,
): Promise<void> {
	const start = performance.now();
	const elapsed = () => (performance.now() - start) / 1000;
	const faults = plan.faults.map((fault, index) => ({
		fault,
		at: (plan.seconds / 2) * ((index + 1) / (plan.faults.length + 1)),
	}));
	while (elapsed() < plan.seconds) {
		const seconds = elapsed();
		const taken = sample(site, seconds);
		if (taken) {
			samples.push(taken);
			say(
				`soak: ${Math.round(seconds)} of ${plan.seconds} s, ${Math.round(taken.residentBytes / 1e6)} MB`,
			);
		}
		const [next] = faults;
		if (next && seconds >= next.at) {
			faults.shift();
			say(`soak: ${next.fault}`);
			if (next.fault === 'kill') await site.n8n.kill();
			await site.n8n.restart();
		}
		await sleep(plan.sampleSeconds * 1000);
	}
}
