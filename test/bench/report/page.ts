import type { Environment } from '../environment';
import type { Results } from '../results';
import { goalsSection } from './goals';
import { memorySection } from './memory';
import { comparisonTables, n8nSection } from './n8n';
import { networkSection } from './network';
import { queueSection } from './queue';
import { rememberedSection } from './remembered';
import { soakSection } from './soak';
import { storesSection } from './stores';
import { inWords } from './table';

/** The page with the results, as Markdown. */
export function pageOf(results: Results): string {
	const { memory, stores, network, remembered, rememberedMore, n8n, disk, queue, soak } = results;
	const sections = [
		memory && section('In memory', memory.environment, memorySection(memory)),
		stores && section('Stores', stores.environment, storesSection(stores)),
		network && section('PostgreSQL at a distance', network.environment, networkSection(network)),
		remembered &&
			section('Many remembered messages', remembered.environment, rememberedSection(remembered)),
		rememberedMore &&
			section(
				'Even more remembered messages',
				rememberedMore.environment,
				rememberedSection(rememberedMore),
			),
		n8n && section('In a real n8n', n8n.environment, n8nSection(n8n)),
		disk && section('On a slow disk', disk.environment, diskSection(disk)),
		queue && section('Queue mode', queue.environment, queueSection(queue)),
		soak && section('Soak', soak.environment, soakSection(soak)),
	];
	return `# Benchmarks

Written by \`npm run bench\` from its own results; do not edit. Each part compares the package, in one run on one machine, with the alternatives and with the floor: the least that any implementation has to do. Compare the ratios; the times are those of this machine.

\`\`\`
npm run bench                    everything but the soak, about 20 minutes
npm run bench -- memory stores   some parts: memory, stores, network, remembered, n8n, disk, queue, soak
npm run bench -- --remembered=10000000
                                 the part "remembered" with so many messages, about 10 minutes and 15 GB of disk
npm run bench -- --soak          the soak, 30 minutes (--soak=5: five)
npm run bench -- --quick         a minute, printed but not saved
\`\`\`

What a part found is saved when it ends, so that a part that fails or is interrupted costs only its own figures.

## Goals

${goalsSection(results)}

${sections.filter((each) => each !== undefined).join('\n\n')}
`;
}

function diskSection({ flush, rows }: NonNullable<Results['disk']>): string {
	return `The same as above, with the lazy engine, while each \`fsync\` and \`fdatasync\` of n8n's process takes ${inWords(flush)} ms longer, as on a slow or distant disk. A library that is loaded into n8n before all others makes them wait; everything else is as fast as before.

${comparisonTables(rows)}`;
}

function section(title: string, { at, machine, versions }: Environment, body: string): string {
	const [day, time] = at.split('T');
	return `## ${title}

_${day} ${time?.slice(0, 5)} UTC; ${machine}; ${versions}_

${body}`;
}
