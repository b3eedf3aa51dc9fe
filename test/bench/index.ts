import { parseArguments } from './arguments';
import { runPart } from './parts';
import { Interrupted, sayOnTerminal } from './progress';
import { pageOf } from './report/page';
import type { Results } from './results';
import { keep, kept } from './savedResults';

/** `npm run bench`: runs the parts asked for, keeps what each found, and writes docs/benchmarks.md. */
async function main(words: string[]): Promise<void> {
	const { parts, plan, isKept } = parseArguments(words);
	const say = sayOnTerminal();
	let results: Results = isKept ? kept() : {};
	for (const part of parts) {
		try {
			results = { ...results, ...(await runPart(part, plan, say)) };
			if (isKept) await keep(results);
		} catch (error) {
			if (error instanceof Interrupted) {
				process.exitCode = 130;
				break;
			}
			// The other parts know nothing of it.
			process.exitCode = 1;
			say(`${part} failed: ${error instanceof Error ? error.stack : String(error)}`);
		}
	}
	process.stdout.write(pageOf(results));
}

void main(process.argv.slice(2)).catch((error: unknown) => {
	process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
	process.exitCode = 1;
});
