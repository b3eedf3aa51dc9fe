// `npm start`: a real n8n with this package, beside a simulator of Vonage. `npm start -- --demo` tries it by itself.
import { join } from 'node:path';
import { show } from './command.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { root } from './paths.mjs';

const { node, env } = await ensureDependencies();
const main = join('test', 'n8n', 'start', 'main.ts');
process.exitCode = await show(node, ['--import', 'tsx', main, ...process.argv.slice(2)], {
	cwd: root,
	env,
});
