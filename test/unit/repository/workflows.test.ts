import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const folder = resolve(__dirname, '..', '..', '..', '.github', 'workflows');
const workflows = readdirSync(folder).map((file) => [file, read(file)] as const);

describe.each(workflows)('the GitHub workflow %s', (_, text) => {
	test('pins every action by its commit', () => {
		const actions = [...text.matchAll(/uses: (.+)/g)].map(([, action]) => action);
		expect(actions.length).toBeGreaterThan(0);
		expect(
			actions.filter((action) => !/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v[\d.]+$/.test(action ?? '')),
		).toEqual([]);
	});

	test('has only read permission unless a job requests more', () => {
		expect(text).toMatch(/^permissions:( \{\}|\n {2}contents: read\n(?! {2}))/m);
	});
});

describe('publishing', () => {
	const [, pack = '', publish = ''] = read('publish.yml').split(/^ {2}(?:pack|publish):$/m);

	test('builds and packs without credentials', () => {
		expect(pack).toContain('node scripts/n8n.mjs tarball');
		expect(pack).toContain('persist-credentials: false');
		expect(pack).not.toMatch(/secrets\.|id-token/);
	});

	test('publishes the tarball in a job that runs none of its code', () => {
		expect(publish).toMatch(/npm publish \S+\.tgz .*--ignore-scripts/);
		expect(publish).toContain('--provenance');
		expect(publish).not.toMatch(/actions\/checkout|npm (ci|install|run|test)/);
	});
});

function read(file: string): string {
	return readFileSync(join(folder, file), 'utf8');
}
