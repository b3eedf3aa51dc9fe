import type { Environment } from '../environment';
import type { Results } from '../results';
import { goalsOf } from './goals';
import type { Goal } from './goals';
import { memorySection } from './memory';
import { n8nSection } from './n8n';
import { queueSection } from './queue';
import { soakSection } from './soak';
import { storesSection } from './stores';
import { table } from './table';

/** The page with the results, as Markdown. */
export function pageOf(results: Results): string {
	const { memory, stores, n8n, queue, soak } = results;
	const goals = goalsOf(results);
	const sections = [
		memory && section('In memory', memory.environment, memorySection(memory)),
		stores && section('Stores', stores.environment, storesSection(stores)),
		n8n && section('In a real n8n', n8n.environment, n8nSection(n8n)),
		queue && section('Queue mode', queue.environment, queueSection(queue.rows)),
		soak && section('Soak', soak.environment, soakSection(soak)),
	];
	return `# Benchmarks

Written by \`npm run bench\` from its own results; do not edit. Each part compares the package, in one run on one machine, with the alternatives and with the floor: the least that any implementation has to do. Compare the ratios; the times are those of this machine.

\`\`\`
npm run bench                    everything but the soak, about 15 minutes
npm run bench -- memory stores   some parts: memory, stores, n8n, queue, soak
npm run bench -- --soak          the soak, 30 minutes (--soak=5: five)
npm run bench -- --quick         a minute, printed but not saved
\`\`\`

## Goals

${goalTable(goals)}

${missed(goals)}

${sections.filter((each) => each !== undefined).join('\n\n')}
`;
}

function goalTable(goals: Goal[]): string {
	return table(
		['Goal', 'Wanted', 'Found', 'Met'],
		goals.map(({ name, wanted, found, met }) => [name, wanted, found, met ? 'yes' : '**no**']),
	);
}

function missed(goals: Goal[]): string {
	const open = goals.filter(({ met }) => !met);
	if (open.length === 0) return 'All goals are met.';
	const byReason = Map.groupBy(open, ({ reason }) => reason);
	const lines = [...byReason].map(
		([reason, ofReason]) => `- ${ofReason.map(({ name }) => name).join('; ')}: ${reason}.`,
	);
	return `Missed, and why:\n\n${lines.join('\n')}`;
}

function section(title: string, { at, machine, versions }: Environment, body: string): string {
	const [day, time] = at.split('T');
	return `## ${title}

_${day} ${time?.slice(0, 5)} UTC; ${machine}; ${versions}_

${body}`;
}
