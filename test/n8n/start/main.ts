import { once } from 'node:events';
import { runDemo } from './demo';
import { linkExecutions } from './executionLinks';
import { describePlayground } from './instructions';
import { startPlayground } from './playground';
import { reloadOnChange } from './watch';

const demo = process.argv.includes('--demo');
const watching = process.argv.includes('--watch');
// Registered first, so that nothing keeps running, whenever the signal arrives.
const interrupted = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
let stopping = false;
void interrupted.then(() => {
	stopping = true;
});

main().then(
	(right) => process.exit(right ? 0 : 1),
	(error: unknown) => {
		// Ctrl-C also reaches n8n, which then doesn't finish starting.
		if (stopping) process.exit(0);
		say(error instanceof Error ? (error.stack ?? error.message) : String(error));
		process.exit(1);
	},
);

async function main(): Promise<boolean> {
	say('Starting the Vonage simulator and n8n with the package (about half a minute)');
	const playground = await startPlayground({ editor: !demo });
	const { n8n, simulator } = playground;
	const ends: (() => Promise<void>)[] = [];
	try {
		if (demo) return await runDemo(playground, say);
		ends.push(linkExecutions(n8n, simulator));
		for (const line of describePlayground(playground)) say(line);
		if (watching) ends.push(reloadOnChange(n8n, say));
		await interrupted;
		return true;
	} finally {
		say('Stopping');
		for (const end of ends) await end();
		await playground.stop();
	}
}

function say(line: string): void {
	process.stdout.write(`${line}\n`);
}
