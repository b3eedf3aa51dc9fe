import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '..', '..', '..');

// eslint-plugin-n8n-nodes-base stops `npm ci` with a script of its own that accepts pnpm only.
test('a plain `npm ci` runs no installation script of a dependency', () => {
	expect(readFileSync(join(root, '.npmrc'), 'utf8')).toMatch(/^ignore-scripts=true$/m);
});
