// `npm run test:lts`: the end-to-end tests on the last n8n of the 1.x line. Arguments after `--` are passed to
// jest.
import { show } from './command.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { root } from './paths.mjs';
import { ensureRuntime } from './runtime.mjs';
import { sideBySide } from './sideBySide.mjs';

// Installs n8n before the tests, because the installation would count toward their time limits.
const dependencies = ensureDependencies();
const n8n = ensureRuntime(
	dependencies.then(({ node }) => node),
	'lts',
);
const [{ env }] = await sideBySide(dependencies, n8n);
const suite = ['run', '--silent', 'test:e2e', '--', ...process.argv.slice(2)];
process.exitCode = await show('npm', suite, { cwd: root, env: { ...env, N8N_VARIANT: 'lts' } });
