import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';

import { postgresUrl } from '../../services';
import type { Role } from '../../n8n/n8nProcess';
import type { Say } from '../progress';
import { readServer, workBetween } from '../serverWork';
import { median } from '../statistics';
import { singleSms } from '../traffic';
import { faultOf } from './comparison';
import type { ContenderName, SmsReceiver } from './contenders';
import { ended, newestId } from './executionLog';
import type { Answer } from './load';
import type { Site } from './site';

/** Processor milliseconds a message, by the processes that spend them. */
export interface PacedRow {
	contender: ContenderName;
	main: number;
	webhook: number;
	worker: number;
	/** PostgreSQL's for n8n's data and the store; null where it runs on another machine. */
	postgres: number | null;
	/** Null where every message was answered with 200 and executed once. */
	fault: string | null;
}

export interface PacedPlan {
	/** Messages a second. */
	perSecond: number;
	/** Messages of a contender in each of the interleaved rounds. */
	messages: number;
	rounds: number;
}

export interface PacedResults {
	perSecond: number;
	rows: PacedRow[];
}

/** Single SMS at a steady pace, so that the main process cannot take many at once. */
export async function paced(
	site: Site,
	receivers: SmsReceiver[],
	plan: PacedPlan,
	say: Say,
): Promise<PacedResults> {
	const client = new Client({ connectionString: postgresUrl('postgres') });
	await client.connect();
	const contenders = receivers.map((receiver) => ({ receiver, rounds: [] as PacedRow[] }));
	try {
		// The first round warms up.
		for (let round = 0; round <= plan.rounds; round += 1) {
			for (const { receiver, rounds } of contenders) {
				say(`at ${plan.perSecond} a second, round ${round} of ${plan.rounds}: ${receiver.name}`);
				const found = await oneRound(site, receiver, plan, client, `paced${round}`);
				if (round > 0) rounds.push(found);
			}
		}
	} finally {
		await client.end();
	}
	return {
		perSecond: plan.perSecond,
		rows: contenders.map(({ receiver, rounds }) => summary(receiver.name, rounds)),
	};
}

async function oneRound(
	site: Site,
	receiver: SmsReceiver,
	{ perSecond, messages }: PacedPlan,
	client: Client,
	name: string,
): Promise<PacedRow> {
	const before = await newestId(site.executions, receiver.workflowId);
	const [roles, server] = [site.cpuByRole(), await readServer(client, site.databases)];
	const answers: Promise<Answer>[] = [];
	const start = performance.now();
	for (let n = 0; n < messages; n += 1) {
		await sleep(Math.max(0, start + (n * 1000) / perSecond - performance.now()));
		const url = receiver.urls[n % receiver.urls.length]!;
		answers.push(site.load.post(url, singleSms(`${name}x${receiver.name}x${n}`)));
	}
	await Promise.all(answers);
	const executions = await ended(site.executions, receiver.workflowId, before, messages, POLL_MS);
	const [rolesAfter, serverAfter] = [site.cpuByRole(), await readServer(client, site.databases)];
	const spent = (role: Role) => ((rolesAfter.get(role) ?? 0) - (roles.get(role) ?? 0)) / messages;
	const { cpu } = workBetween(server, serverAfter);
	return {
		contender: receiver.name,
		main: spent('start'),
		webhook: spent('webhook'),
		worker: spent('worker'),
		postgres: cpu === null ? null : cpu / messages,
		fault: faultOf(await Promise.all(answers), executions, messages),
	};
}

/** Asking for the executions takes time of the server that is measured. */
const POLL_MS = 50;

function summary(contender: ContenderName, rounds: PacedRow[]): PacedRow {
	const postgres = rounds.flatMap((round) => round.postgres ?? []);
	return {
		contender,
		main: median(rounds.map(({ main }) => main)),
		webhook: median(rounds.map(({ webhook }) => webhook)),
		worker: median(rounds.map(({ worker }) => worker)),
		postgres: postgres.length === 0 ? null : median(postgres),
		fault: rounds.find((round) => round.fault !== null)?.fault ?? null,
	};
}
