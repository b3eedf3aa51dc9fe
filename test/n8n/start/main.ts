import { once } from 'node:events';
import { ownerLogin } from '..';
import { runDemo } from './demo';
import { startPlayground } from './playground';
import type { Playground } from './playground';

const demo = process.argv.includes('--demo');
// From the very beginning, so that nothing is left running whenever it comes.
const interrupted = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);

main().then(
	(right) => process.exit(right ? 0 : 1),
	(error: unknown) => {
		say(error instanceof Error ? (error.stack ?? error.message) : String(error));
		process.exit(1);
	},
);

async function main(): Promise<boolean> {
	say('Starting the Vonage simulator and n8n with the package (about half a minute)');
	const playground = await startPlayground({ editor: !demo });
	try {
		if (demo) return await runDemo(playground, say);
		showAddresses(playground);
		await interrupted;
		return true;
	} finally {
		say('Stopping');
		await playground.stop();
	}
}

function showAddresses({ n8n, simulator, workflowId }: Playground): void {
	say('');
	say(`Simulator   ${simulator.url}`);
	say('            a phone to text from');
	say(`Workflow    ${n8n.url}/workflow/${workflowId}`);
	say(`            its executions: ${n8n.url}/workflow/${workflowId}/executions`);
	say(`n8n         ${n8n.url}`);
	say(`            e-mail ${ownerLogin.email}, password ${ownerLogin.password}`);
	say('');
	say('Ctrl-C stops everything and leaves nothing behind.');
}

function say(line: string): void {
	process.stdout.write(`${line}\n`);
}
