// `npm start`: a real n8n with this package, next to a Vonage simulator. `npm start -- --demo` runs a demo. `npm
// run dev` (`--watch`) rebuilds the package whenever a source file changes, and restarts n8n with it.
import { join } from 'node:path';
import { show } from './command.mjs';
import { ensureStartDependencies } from './dependencies.mjs';
import { ensurePackage } from './packaged.mjs';
import { root } from './paths.mjs';
import { ensureRuntime } from './runtime.mjs';
import { sideBySide } from './sideBySide.mjs';

const dependencies = ensureStartDependencies();
const [{ node, env }] = await sideBySide(
	dependencies,
	ensureRuntime(dependencies.then((ready) => ready.node)),
	dependencies.then((ready) => ensurePackage(ready.env)),
);
const main = join('test', 'n8n', 'start', 'main.ts');
process.exitCode = await show(node, ['--import', 'tsx', main, ...process.argv.slice(2)], {
	cwd: root,
	env,
});
