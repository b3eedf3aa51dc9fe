import { freePort } from '../n8n/ports';
import { postgresAnswers, redisAnswers } from '../services';
import { environmentNow } from './environment';
import { codecBench } from './memory/codec';
import { partBench } from './memory/part';
import { vectorCounts } from './memory/vectors';
import { compare } from './n8n/comparison';
import type { ComparisonRow } from './n8n/comparison';
import { CONTENDERS, publishContenders } from './n8n/contenders';
import { inspectorOptions } from './n8n/inspector';
import { parallelParts } from './n8n/joining';
import { paced } from './n8n/paced';
import { profileFinalParts } from './n8n/profile';
import { Site } from './n8n/site';
import { FLUSH_MS, slowDisk } from './n8n/slowDisk';
import { networkBench } from './network/network';
import { fullPlan } from './plans';
import type { BenchPlan } from './plans';
import type { Say } from './progress';
import type { N8nResults, PartName, QueueResults, Results } from './results';
import { rememberedBench } from './remembered/remembered';
import { soak } from './soak/soak';
import { storeBench } from './stores/stores';

const LAZY = { N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true' };

/** Runs one part. Answers nothing where what it needs is missing on this machine. */
export async function runPart(name: PartName, plan: BenchPlan, say: Say): Promise<Results> {
	const environment = await environmentNow();
	switch (name) {
		case 'memory': {
			say('codec and whole part, in memory');
			const codec = codecBench(plan.memoryRounds);
			const part = partBench(plan.memoryRounds);
			return { memory: { environment, vectors: vectorCounts(), codec, part } };
		}
		case 'stores':
			return { stores: { environment, ...(await storeBench(plan.stores, say)) } };
		case 'network':
			if (!(await postgresAnswers())) return {};
			return { network: { environment, ...(await networkBench(plan.network, say)) } };
		case 'remembered': {
			const found = { environment, ...(await rememberedBench(plan.remembered, say)) };
			const isMore = plan.remembered.messages > fullPlan.remembered.messages;
			return isMore ? { rememberedMore: found } : { remembered: found };
		}
		case 'n8n':
			return { n8n: { environment, ...(await n8nBench(plan, say)) } };
		case 'disk': {
			const rows = await diskBench(plan, say);
			return rows === null ? {} : { disk: { environment, flush: FLUSH_MS, rows } };
		}
		case 'queue': {
			if (!(await postgresAnswers()) || !(await redisAnswers())) return {};
			return { queue: { environment, ...(await queueBench(plan, say)) } };
		}
		case 'soak':
			return {
				soak: {
					environment,
					...(await withSite({ env: LAZY }, false, say, (site) => soak(site, plan.soak, say))),
				},
			};
	}
}

async function n8nBench({ n8n: plan }: BenchPlan, say: Say): Promise<N8nResults> {
	const withPostgres = await postgresAnswers();
	const defaults = !plan.defaults
		? null
		: await withSite({}, withPostgres, say, async (site) => {
				const receivers = await publishContenders(site, plan.contenders);
				return await compare(site, receivers, plan.defaultComparison, say);
			});
	const inspectorPort = await freePort();
	const env = { ...LAZY, NODE_OPTIONS: inspectorOptions(inspectorPort) };
	return await withSite({ env }, withPostgres, say, async (site) => {
		const receivers = await publishContenders(site, plan.contenders);
		const lazy = await compare(site, receivers, plan.comparison, say);
		const joining = [];
		for (const receiver of receivers.filter(({ joins }) => joins)) {
			say(`parts at the same moment: ${receiver.name}`);
			joining.push(await parallelParts(site, receiver, plan.parallelMessages));
		}
		const sqlite = receivers.find(({ name }) => name === 'sqlite');
		if (!sqlite) throw new Error(`The profile needs the contender "${CONTENDERS.sqlite}".`);
		say('profile of the final part');
		const profile = await profileFinalParts(site, sqlite, inspectorPort, plan.profiledMessages);
		return { defaults, lazy, joining, profile };
	});
}

/** Null where a slow disk cannot be played. */
async function diskBench({ disk: plan }: BenchPlan, say: Say): Promise<ComparisonRow[] | null> {
	const disk = slowDisk();
	if (!disk) return null;
	try {
		return await withSite({ env: { ...LAZY, ...disk.env } }, false, say, async (site) => {
			const receivers = await publishContenders(site, [
				'floor',
				'answerFirst',
				'withKeys',
				'sqlite',
			]);
			return await compare(site, receivers, plan, say);
		});
	} finally {
		disk.remove();
	}
}

/** Each workload on one webhook process and on two; then what each process spends at a steady pace. */
async function queueBench({ queue: plan }: BenchPlan, say: Say): Promise<QueueResults> {
	const options = { mode: 'queue', webhookProcesses: 2, env: LAZY } as const;
	return await withSite(options, true, say, async (site) => {
		const receivers = await publishContenders(site, ['floor', 'mainOnly', 'postgres']);
		const compared = receivers.filter(({ name }) => name !== 'mainOnly');
		const spread = [1, 2].flatMap((processes) =>
			compared.map((receiver) => ({ ...receiver, urls: receiver.urls.slice(0, processes) })),
		);
		const rows = await compare(site, spread, plan, say);
		return { rows, paced: await paced(site, receivers, plan.paced, say) };
	});
}

async function withSite<T>(
	options: Parameters<typeof Site.start>[0],
	withPostgres: boolean,
	say: Say,
	work: (site: Site) => Promise<T>,
): Promise<T> {
	say(`starting n8n${options.mode === 'queue' ? ' in queue mode' : ''}`);
	const site = await Site.start(options, withPostgres);
	try {
		return await work(site);
	} finally {
		await site.stop();
	}
}
