import { byCallers } from '../callers';
import { median } from '../statistics';
import { longSms, singleSms } from '../traffic';
import type { SmsRecord } from '../traffic';
import type { Say } from '../progress';
import type { ContenderName, SmsReceiver } from './contenders';
import { ended, newestId } from './executionLog';
import type { Answer } from './load';
import type { Site } from './site';

/** `part`: one that completes nothing. */
export type Workload = 'part' | 'single' | 'threeParts';

export interface ComparisonRow {
	contender: ContenderName;
	/** Over how many processes the requests were spread. */
	processes: number;
	workload: Workload;
	/** Milliseconds from the first request to the last answer, one message after another. */
	answered: number;
	/** Milliseconds from the first request to the end of the execution; null where there is none. */
	executed: number | null;
	/** Milliseconds from the last answer to the start of the execution; null where there is none. */
	handedOver: number | null;
	/** Milliseconds from the last answer to the end of the execution; null where there is none. */
	afterAnswer: number | null;
	/** Messages a second with many callers, to the answer and to the end of the last execution. */
	answersPerSecond: number;
	executionsPerSecond: number | null;
	/** CPU milliseconds of n8n a message, executions included. */
	cpu: number;
	/** Executions a message. */
	executions: number;
	/** Null where every answer was 200 and every execution ended well, as many as there have to be. */
	fault: string | null;
}

export interface ComparisonPlan {
	workloads: readonly Workload[];
	/** Messages of each contender before the rounds, by `callers` at once: until n8n has compiled what they take. */
	warmUp: number;
	rounds: number;
	/** Messages of a round, one after another. */
	inTurn: number;
	/** Messages of a round, by `callers` at once. */
	atOnce: number;
	callers: number;
}

/** What one contender did in one round of one workload. */
interface Samples {
	answered: number[];
	executed: number[];
	handedOver: number[];
	afterAnswer: number[];
	answersPerSecond: number[];
	executionsPerSecond: number[];
	cpu: number[];
	executions: number[];
	fault: string | null;
}

/** Each workload by each contender in turn, round after round. */
export async function compare(
	site: Site,
	receivers: SmsReceiver[],
	plan: ComparisonPlan,
	say: Say,
): Promise<ComparisonRow[]> {
	const rows: ComparisonRow[] = [];
	for (const workload of plan.workloads) {
		const contenders = receivers.map((receiver) => ({ receiver, rounds: [] as Samples[] }));
		for (const { receiver } of contenders) {
			say(`${workload}, warming up: ${receiver.name}`);
			const run = new Run(site, receiver, workload, `${workload}0`);
			await run.atOnce(plan.warmUp, plan.callers, newSamples());
		}
		for (let round = 1; round <= plan.rounds; round += 1) {
			for (const { receiver, rounds } of contenders) {
				say(`${workload}, round ${round} of ${plan.rounds}: ${receiver.name}`);
				const samples = newSamples();
				rounds.push(samples);
				const run = new Run(site, receiver, workload, `${workload}${round}`);
				await run.inTurn(plan.inTurn, samples);
				await run.atOnce(plan.atOnce, plan.callers, samples);
			}
		}
		rows.push(...contenders.map(({ receiver, rounds }) => rowOf(receiver, workload, rounds)));
	}
	return rows;
}

/** When many executions end, asking often would take processor time that n8n needs. Times are n8n's own. */
const SELDOM_MS = 40;

let sent = 0;

/** One contender's share of one round. */
class Run {
	constructor(
		private readonly site: Site,
		private readonly receiver: SmsReceiver,
		private readonly workload: Workload,
		private readonly name: string,
	) {}

	async inTurn(count: number, into: Samples): Promise<void> {
		let before = await this.newestId();
		for (let i = 0; i < count; i += 1) {
			const answers = await this.send();
			const executions = await this.ended(before, 1);
			this.judge(into, answers, executions, 1);
			const first = answers[0]!.sentAt;
			const last = answers.at(-1)!.answeredAt;
			into.answered.push(last - first);
			const execution = executions.at(-1);
			if (!execution) continue;
			before = execution.id;
			into.executed.push(execution.stoppedAt! - first);
			into.handedOver.push(execution.startedAt - last);
			into.afterAnswer.push(execution.stoppedAt! - last);
		}
	}

	async atOnce(count: number, callers: number, into: Samples): Promise<void> {
		const before = await this.newestId();
		const cpuBefore = this.site.cpu();
		const answers = (await byCallers(callers, count, () => this.send())).flat();
		const executions = await this.ended(before, count, SELDOM_MS);
		this.judge(into, answers, executions, count);
		into.cpu.push((this.site.cpu() - cpuBefore) / count);
		into.executions.push(executions.length / count);
		const first = Math.min(...answers.map(({ sentAt }) => sentAt));
		const perSecond = (last: number) => (1000 * count) / (last - first);
		into.answersPerSecond.push(perSecond(Math.max(...answers.map((each) => each.answeredAt))));
		if (executions.length === 0) return;
		into.executionsPerSecond.push(
			perSecond(Math.max(...executions.map(({ stoppedAt }) => stoppedAt!))),
		);
	}

	/** All requests of one message, one after the other. */
	private async send(): Promise<Answer[]> {
		sent += 1;
		const answers: Answer[] = [];
		for (const record of recordsOf(this.workload, `${this.name}x${sent}`)) {
			const url = this.receiver.urls[sent % this.receiver.urls.length]!;
			answers.push(await this.site.load.post(url, record));
		}
		return answers;
	}

	private async ended(before: number, messages: number, pollMs?: number) {
		const count = messages * executionsOf(this.receiver, this.workload);
		return await ended(this.site.executions, this.receiver.workflowId, before, count, pollMs);
	}

	private judge(
		into: Samples,
		answers: Answer[],
		executions: { status: string }[],
		messages: number,
	): void {
		const expected = messages * executionsOf(this.receiver, this.workload);
		into.fault ??= faultOf(answers, executions, expected);
	}

	private async newestId(): Promise<number> {
		return await newestId(this.site.executions, this.receiver.workflowId);
	}
}

/** In words; null where everything went as it has to. */
export function faultOf(
	answers: Answer[],
	executions: { status: string }[],
	expected: number,
): string | null {
	const refused = answers.find(({ status }) => status !== 200);
	if (refused)
		return `answered ${refused.status}: ${refused.body.replace(/\s+/g, ' ').slice(0, 100)}`;
	const failed = executions.find(({ status }) => status !== 'success');
	if (failed) return `an execution ended as ${failed.status}`;
	if (executions.length === expected) return null;
	return `${executions.length} executions instead of ${expected}`;
}

function recordsOf(workload: Workload, name: string): SmsRecord[] {
	switch (workload) {
		case 'part':
			return longSms(name, 3).slice(0, 1);
		case 'single':
			return [singleSms(name)];
		case 'threeParts':
			return longSms(name, 3);
	}
}

function executionsOf({ executes }: SmsReceiver, workload: Workload): number {
	const requests = workload === 'threeParts' ? 3 : 1;
	if (executes === 'every request') return requests;
	return workload === 'part' ? 0 : 1;
}

function newSamples(): Samples {
	return {
		answered: [],
		executed: [],
		handedOver: [],
		afterAnswer: [],
		answersPerSecond: [],
		executionsPerSecond: [],
		cpu: [],
		executions: [],
		fault: null,
	};
}

function rowOf({ name, urls }: SmsReceiver, workload: Workload, rounds: Samples[]): ComparisonRow {
	const all = (figure: Exclude<keyof Samples, 'fault'>) => rounds.flatMap((each) => each[figure]);
	return {
		contender: name,
		processes: urls.length,
		workload,
		answered: median(all('answered')),
		executed: medianOrNull(all('executed')),
		handedOver: medianOrNull(all('handedOver')),
		afterAnswer: medianOrNull(all('afterAnswer')),
		answersPerSecond: median(all('answersPerSecond')),
		executionsPerSecond: medianOrNull(all('executionsPerSecond')),
		cpu: median(all('cpu')),
		executions: median(all('executions')),
		fault: rounds.find((round) => round.fault !== null)?.fault ?? null,
	};
}

function medianOrNull(values: number[]): number | null {
	return values.length === 0 ? null : median(values);
}
