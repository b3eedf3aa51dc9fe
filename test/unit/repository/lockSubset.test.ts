import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '..', '..', '..');

interface PackageLock {
	packages: Record<
		string,
		{ version?: string; dependencies?: Record<string, string>; dev?: boolean }
	>;
}

type SubsetOf = (
	lock: PackageLock,
	names: readonly string[],
) => { manifest: { dependencies: Record<string, string> }; lock: PackageLock };

const { subsetOf } = jest.requireActual<{ subsetOf: SubsetOf }>(
	join(root, 'scripts', 'lockSubset.mjs'),
);

describe.each([
	['package-lock.json', ['tsx', 'gulp', 'n8n-workflow']],
	['test/n8n/runtime/package-lock.json', ['sqlite3']],
	['test/n8n/runtime-lts/package-lock.json', ['sqlite3']],
])('a subset of %s', (file, names) => {
	const whole: PackageLock = JSON.parse(readFileSync(join(root, file), 'utf8'));
	const { manifest, lock } = subsetOf(whole, names);
	const entries = Object.entries(lock.packages).filter(([path]) => path !== '');

	it('requests the same versions as the whole', () => {
		for (const name of names) {
			expect(manifest.dependencies[name]).toBe(whole.packages[`node_modules/${name}`]?.version);
		}
		expect(entries.map(([path, { version }]) => [path, version])).toEqual(
			entries.map(([path]) => [path, whole.packages[path]?.version]),
		);
	});

	it('is smaller, and contains the package that each of its packages would load', () => {
		expect(entries.length).toBeLessThan(Object.keys(whole.packages).length / 2);
		const missing = entries.flatMap(([path, { dependencies = {} }]) =>
			Object.keys(dependencies)
				.map((name) => found(whole, path, name))
				.filter((needed) => lock.packages[needed] === undefined),
		);
		expect(missing).toEqual([]);
	});

	it('has no development dependencies, which npm would leave out', () => {
		expect(entries.filter(([, { dev }]) => dev)).toEqual([]);
	});
});

it('names a package that the lock does not have', () => {
	expect(() => subsetOf({ packages: {} }, ['left-pad'])).toThrow('no package "left-pad"');
});

/** The same search as Node's: from the package outward. */
function found({ packages }: PackageLock, from: string, name: string): string {
	const folders = from.split('/node_modules/');
	for (let depth = folders.length; depth > 0; depth -= 1) {
		const path = [...folders.slice(0, depth), name].join('/node_modules/');
		if (packages[path] !== undefined) return path;
	}
	return `node_modules/${name}`;
}
