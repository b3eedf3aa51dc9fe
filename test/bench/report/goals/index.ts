import type { Results } from '../../results';
import { table } from '../table';
import type { Goal } from './goal';
import { memoryGoals } from './memory';
import { diskGoals, n8nGoals, queueGoals } from './n8n';
import { REASONS } from './reasons';
import { soakGoals } from './soak';
import { networkGoals, rememberedGoals, storeGoals } from './stores';

/** Every goal of which there are figures: what was wanted, what was found, and why what is missed is missed. */
export function goalsSection(results: Results): string {
	const goals = goalsOf(results);
	return `${table(
		['Goal', 'Wanted', 'Found', 'Met'],
		goals.map(({ name, wanted, found, met }) => [
			name,
			wanted,
			found,
			met === null ? null : MET[`${met}`],
		]),
	)}

${missed(goals)}`;
}

const MET = { true: 'yes', false: '**missed**' };

export function goalsOf(results: Results): Goal[] {
	const { memory, stores, network, remembered, rememberedMore, n8n, disk, queue, soak } = results;
	return [
		...(memory ? memoryGoals(memory) : []),
		...(stores ? storeGoals(stores) : []),
		...(network ? networkGoals(network) : []),
		...(remembered ? rememberedGoals(remembered) : []),
		...(rememberedMore ? rememberedGoals(rememberedMore) : []),
		...(n8n ? n8nGoals(n8n) : []),
		...(disk ? diskGoals(disk) : []),
		...(queue ? queueGoals(queue) : []),
		...(soak ? soakGoals(soak) : []),
	];
}

function missed(goals: Goal[]): string {
	const open = goals.filter(({ met }) => met === false);
	if (open.length === 0) return 'No goal is missed.';
	const lines = [...Map.groupBy(open, ({ key }) => key)].map(
		([key, ofReason]) => `- ${namesOf(ofReason)}: ${REASONS[key]}.`,
	);
	return `Missed, and why:\n\n${lines.join('\n')}`;
}

function namesOf([first, ...others]: Goal[]): string {
	return `${first?.name}${others.length === 0 ? '' : ` (and ${others.length} like it)`}`;
}
