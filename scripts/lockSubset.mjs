/**
 * Reduces a package lock (version 3) to some of its packages and their dependencies, at the same versions.
 *
 * @returns `manifest` and `lock` for an `npm ci` in a separate folder
 */
export function subsetOf(lock, names) {
	const root = {
		name: 'subset',
		private: true,
		dependencies: Object.fromEntries(names.map((name) => [name, versionOf(lock, name)])),
	};
	const packages = { '': root };
	const waiting = names.map((name) => `node_modules/${name}`);
	for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
		if (packages[path] !== undefined) continue;
		// Development dependencies of the whole lock are regular dependencies here.
		const { dev, devOptional, ...entry } = lock.packages[path];
		packages[path] = { ...entry, ...(devOptional && { optional: true }) };
		waiting.push(...needsOf(lock, path));
	}
	return { manifest: root, lock: { ...lock, name: root.name, packages } };
}

function versionOf(lock, name) {
	const entry = lock.packages[`node_modules/${name}`];
	if (entry === undefined) throw new Error(`The lock file has no package "${name}".`);
	return entry.version;
}

/** Paths of the packages that the one at `path` depends on. */
function needsOf(lock, path) {
	const { dependencies, optionalDependencies, peerDependencies } = lock.packages[path];
	const names = Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies });
	return names.flatMap((name) => nearest(lock, path, name) ?? []);
}

/** The package that `require(name)` finds from the package at `path`; optional ones may be missing. */
function nearest(lock, path, name) {
	for (let folder = path; ; folder = folder.slice(0, folder.lastIndexOf('/node_modules/'))) {
		const candidate = `${folder}/node_modules/${name}`;
		if (lock.packages[candidate] !== undefined) return candidate;
		if (!folder.includes('/node_modules/')) break;
	}
	const atTop = `node_modules/${name}`;
	return lock.packages[atTop] === undefined ? undefined : atTop;
}
