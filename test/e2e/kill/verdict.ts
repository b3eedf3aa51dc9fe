import type { Effect } from './effects';

/** What is known of the messages when all has ended. Each is named by its id. */
export interface Traces {
	/** Every record of these was answered with 200. */
	acknowledged: Iterable<string>;
	begun: Effect[];
	ended: Effect[];
	/** By n8n, the last execution that began these crashed or failed. */
	crashed: ReadonlySet<string>;
	/** By the store, these were to run again, because the execution that had begun them crashed. */
	offeredAgain: ReadonlySet<string>;
}

/** The outcome of the acknowledged messages. */
export interface Verdict {
	messages: number;
	/** No execution has begun these. */
	lost: string[];
	/** More executions have begun these than may, or a second one that was not marked as redelivered. */
	doubled: string[];
	/** Begun a second time after a crash, as redelivered. */
	runAgain: string[];
	/** Begun, and crashed before the first node after the trigger. */
	crashedBeforeFirstNode: string[];
	/** Begun, and crashed before the last node. */
	crashedBeforeEnd: string[];
	/** The second execution crashed as well, before the last node. There is no third one. */
	crashedTwice: string[];
}

/** Compares the acknowledged messages with the side effects, and with the records of the store and n8n. */
export function verdictOf({ acknowledged, begun, ended, crashed, offeredAgain }: Traces): Verdict {
	const verdict: Verdict = {
		messages: 0,
		lost: [],
		doubled: [],
		runAgain: [],
		crashedBeforeFirstNode: [],
		crashedBeforeEnd: [],
		crashedTwice: [],
	};
	const begunOf = Map.groupBy(begun, ({ message }) => message);
	const haveEnded = new Set(ended.map(({ message }) => message));
	for (const message of acknowledged) {
		verdict.messages += 1;
		const again = offeredAgain.has(message);
		const [first, ...later] = firstEffects(begunOf.get(message) ?? []);
		// The first one may be marked as well: n8n had been given the message before, and nothing had begun it.
		const unmarked = later.some(({ redelivered }) => !redelivered);
		if (unmarked || later.length > (again ? 1 : 0)) verdict.doubled.push(message);
		if (later.length > 0) verdict.runAgain.push(message);
		if (haveEnded.has(message)) continue;
		if (again && crashed.has(message)) verdict.crashedTwice.push(message);
		else if (first) verdict.crashedBeforeEnd.push(message);
		else if (crashed.has(message)) verdict.crashedBeforeFirstNode.push(message);
		else verdict.lost.push(message);
	}
	return verdict;
}

/** The first effect of each execution. The same one begins again where a worker died and n8n repeats its job. */
function firstEffects(effects: Effect[]): Effect[] {
	const byExecution = Map.groupBy(effects, ({ execution }) => execution);
	return [...byExecution.values()].flatMap(([effect]) => effect ?? []);
}
