// `npm start`: a real n8n with this package, beside a simulator of Vonage. `npm start -- --demo` tries it by itself;
// `npm run dev` (`--watch`) builds the package again whenever a source file changes, and restarts n8n with it.
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
