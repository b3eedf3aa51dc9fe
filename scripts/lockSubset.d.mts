export interface PackageLock {
	packages: Record<
		string,
		{ version?: string; dependencies?: Record<string, string>; dev?: boolean }
	>;
}

export function subsetOf(
	lock: PackageLock,
	names: readonly string[],
): { manifest: { dependencies: Record<string, string> }; lock: PackageLock };
