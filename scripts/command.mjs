import { spawn } from 'node:child_process';

const TAIL_LINES = 40;

/**
 * Runs a program to its end without input. Its output is kept back and shown only when it fails.
 * Rejects with the command, its exit code and the last lines of its output.
 */
export async function run(command, args, { cwd, env = process.env } = {}) {
	const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
	let output = '';
	for (const stream of [child.stdout, child.stderr]) {
		stream.setEncoding('utf8').on('data', (text) => {
			output += text;
		});
	}
	const code = await ended(child);
	if (code === 0) return output;
	const tail = output.trimEnd().split('\n').slice(-TAIL_LINES).join('\n');
	throw new Error(`${[command, ...args].join(' ')} ended with ${code} in ${cwd ?? '.'}:\n${tail}`);
}

/** Runs a program that talks to the person directly; resolves with its exit code. */
export async function show(command, args, { cwd, env = process.env } = {}) {
	return await ended(spawn(command, args, { cwd, env, stdio: ['ignore', 'inherit', 'inherit'] }));
}

/** Exit code as a shell gives it: 128 for a program that a signal ended. */
function ended(child) {
	return new Promise((resolve, reject) => {
		child.once('error', reject);
		child.once('close', (code) => resolve(code ?? 128));
	});
}
