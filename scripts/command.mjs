import { spawn } from 'node:child_process';

/** Keeps the beginning and the end of the output, because npm prints the reason first and compilers print it last. */
const SHOWN_LINES = 30;

/**
 * Runs a program without input and waits until it ends. Its output is shown only if it fails. Rejects with the
 * command, its exit code, and its output.
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
 * Runs a program that interacts with the user directly; resolves with its exit code. It receives Ctrl-C by itself.
 * SIGTERM is passed on, and the program gets time to stop its child processes. `quietOutput` hides its stdout.
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

/** Exit code as in a shell: 128 for a program ended by a signal. */
function ended(child) {
	return new Promise((resolve, reject) => {
		child.once('error', reject);
		child.once('close', (code) => resolve(code ?? 128));
	});
}
