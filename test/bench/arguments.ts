import { fullPlan, quickPlan } from './plans';
import type { BenchPlan } from './plans';
import type { PartName } from './results';

export interface Command {
	parts: PartName[];
	plan: BenchPlan;
	/** Whether the results replace those of before in docs/. */
	isKept: boolean;
}

const USUAL: PartName[] = ['memory', 'stores', 'network', 'remembered', 'n8n', 'disk', 'queue'];
const ALL: PartName[] = [...USUAL, 'soak'];
/** What one n8n after another can do in a minute; queue mode starts four processes. */
export const QUICK_PARTS: PartName[] = ['memory', 'stores', 'network', 'remembered', 'n8n', 'soak'];

/**
 * Reads `[part …] [--quick] [--soak[=minutes]] [--remembered=messages]`.
 *
 * @throws Error that names the word it does not know
 */
export function parseArguments(words: readonly string[]): Command {
	const parts: PartName[] = [];
	let plan = fullPlan;
	let isKept = true;
	for (const word of words) {
		const part = ALL.find((name) => name === word);
		const soak = /^--soak(?:=(\d+))?$/.exec(word);
		const remembered = /^--remembered=(\d+)$/.exec(word);
		if (part !== undefined) parts.push(part);
		else if (word === '--quick') [plan, isKept] = [quickPlan, false];
		else if (soak !== null) {
			parts.push('soak');
			const seconds = soak[1] === undefined ? plan.soak.seconds : Number(soak[1]) * 60;
			plan = { ...plan, soak: { ...plan.soak, seconds } };
		} else if (remembered !== null) {
			parts.push('remembered');
			plan = { ...plan, remembered: { ...plan.remembered, messages: Number(remembered[1]) } };
		} else {
			throw new Error(
				`"${word}" is none of ${ALL.join(', ')}, --quick, --soak=minutes, --remembered=messages.`,
			);
		}
	}
	if (parts.length > 0) return { parts, plan, isKept };
	return { parts: isKept ? USUAL : QUICK_PARTS, plan, isKept };
}
