import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '..', '..', '..');
const { startPackages } = jest.requireActual<{ startPackages: string[] }>(
	join(root, 'scripts', 'startPackages.mjs'),
);

test.each([
	['the nodes', ['nodes', 'credentials']],
	['the simulator and the n8n harness', ['test/simulator', 'test/n8n']],
])('`npm start` installs every package that %s import', (_, folders) => {
	const imported = new Set(folders.flatMap(sourcesIn).flatMap(packagesIn));
	expect(imported.size).toBeGreaterThan(0);
	expect([...imported].filter((name) => !startPackages.includes(name))).toEqual([]);
});

test("`npm start` installs the types of the nodes' imports", () => {
	const imported = new Set(['nodes', 'credentials'].flatMap(sourcesIn).flatMap(packagesIn));
	const { devDependencies }: { devDependencies: Record<string, string> } = JSON.parse(
		readFileSync(join(root, 'package.json'), 'utf8'),
	);
	const types = [...imported, 'node'].map((name) => `@types/${name}`);
	const needed = types.filter((name) => name in devDependencies);
	expect(needed.filter((name) => !startPackages.includes(name))).toEqual([]);
});

function sourcesIn(folder: string): string[] {
	return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
		.map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
}

/** Names of the packages in import statements, without Node's own and the project's files. */
function packagesIn(source: string): string[] {
	const statement =
		/^(?:import|export|\})(?:[^'\n]* from)? '((?:@[\w-]+\/)?[\w.-]+)(?:\/[^']*)?'/gm;
	return [...source.matchAll(statement)]
		.map(([, name]) => name ?? '')
		.filter((name) => !name.startsWith('.'));
}
