// Prepares files for the test harness if they're missing. Prints one path:
//   node scripts/n8n.mjs runtime [current|lts]    an installed n8n
//   node scripts/n8n.mjs package [folder]         the package (of this checkout) as n8n would install it
//   node scripts/n8n.mjs tarball                  this checkout, packed
import { ensureStartDependencies } from './dependencies.mjs';
import { ensurePackage } from './packaged.mjs';
import { ensureRuntime } from './runtime.mjs';

const [what, which] = process.argv.slice(2);
const { node, env } = await ensureStartDependencies();
switch (what) {
	case 'runtime':
		process.stdout.write(`${await ensureRuntime(node, which)}\n`);
		break;
	case 'package':
		process.stdout.write(`${(await ensurePackage(env, which)).folder}\n`);
		break;
	case 'tarball':
		process.stdout.write(`${(await ensurePackage(env)).tarball}\n`);
		break;
	default:
		throw new Error(`"${what}" is none of "runtime", "package" and "tarball".`);
}
