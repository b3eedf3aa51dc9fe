import { spawn } from 'node:child_process';

/** From the beginning and the end of the output: npm prints the reason first, compilers print it last. */
const SHOWN_LINES = 30;

/**
 * Runs a program to its end without input. Its output is shown only when it fails.
 * Rejects with the command, its exit code and its output.
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
	throw new Error(
		`${[command, ...args].join(' ')} ended with ${code} in ${cwd ?? '.'}:\n${shortened(output)}`,
	);
}

/**
 * Runs a program that talks to the person directly; resolves with its exit code. Ctrl-C reaches it by itself, and
 * SIGTERM is passed on: it is given the time to stop what it started. `quietOutput` keeps back its stdout.
 */
export async function show(command, args, { cwd, env = process.env, quietOutput = false } = {}) {
	const stdout = quietOutput ? 'ignore' : 'inherit';
	const child = spawn(command, args, { cwd, env, stdio: ['ignore', stdout, 'inherit'] });
	const leave = () => undefined;
	const passOn = () => child.kill('SIGTERM');
	process.on('SIGINT', leave).on('SIGTERM', passOn);
	try {
		return await ended(child);
	} finally {
		process.off('SIGINT', leave).off('SIGTERM', passOn);
	}
}

function shortened(output) {
	const lines = output.trimEnd().split('\n');
	if (lines.length <= 2 * SHOWN_LINES) return lines.join('\n');
	return [...lines.slice(0, SHOWN_LINES), '…', ...lines.slice(-SHOWN_LINES)].join('\n');
}

/** Exit code as a shell gives it: 128 for a program that a signal ended. */
function ended(child) {
	return new Promise((resolve, reject) => {
		child.once('error', reject);
		child.once('close', (code) => resolve(code ?? 128));
	});
}
