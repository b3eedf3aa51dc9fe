// `npm run test:lts`: the end-to-end tests on the last n8n of the 1.x line. What follows `--` goes to jest.
import { show } from './command.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { root } from './paths.mjs';
import { ensureRuntime } from './runtime.mjs';

const { node, env } = await ensureDependencies();
// Not left to the tests, whose time it would take.
await ensureRuntime(node, 'lts');
const suite = ['run', '--silent', 'test:e2e', '--', ...process.argv.slice(2)];
process.exitCode = await show('npm', suite, { cwd: root, env: { ...env, N8N_VARIANT: 'lts' } });
