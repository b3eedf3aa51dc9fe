import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '..', '..', '..');

// eslint-plugin-n8n-nodes-base has a script that stops `npm ci`, because it accepts only pnpm.
test('a plain `npm ci` runs no installation script of a dependency', () => {
	expect(readFileSync(join(root, '.npmrc'), 'utf8')).toMatch(/^ignore-scripts=true$/m);
});
