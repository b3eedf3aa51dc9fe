// Prepares files for the test harness if they're missing. Prints one path:
//   node scripts/n8n.mjs runtime [current|lts]    an installed n8n
//   node scripts/n8n.mjs package [folder]         the package (of this checkout) as n8n would install it
//   node scripts/n8n.mjs tarball                  this checkout, packed
import { ensureStartDependencies } from './dependencies.mjs';
import { ensurePackage } from './packaged.mjs';
import { ensureRuntime } from './runtime.mjs';

try {
	process.stdout.write(`${await prepare(...process.argv.slice(2))}\n`);
} catch (error) {
	// Without the stack of this script, which would follow the errors of a build.
	process.stderr.write(`${error.message}\n`);
	process.exitCode = 1;
}

/** Path of what was asked for. */
async function prepare(what, which) {
	const { node, env } = await ensureStartDependencies();
	switch (what) {
		case 'runtime':
			return await ensureRuntime(node, which);
		case 'package':
			return (await ensurePackage(env, which)).folder;
		case 'tarball':
			return (await ensurePackage(env)).tarball;
		default:
			throw new Error(`"${what}" is none of "runtime", "package" and "tarball".`);
	}
}
