/**
 * The environment without the variables of an outer `npm test` or `npm start`: an inner npm would read them as its
 * own settings, including `--silent`, which hides why an installation failed.
 */
export function withoutOuterNpm(env = process.env) {
	const outer =
		/^npm_(package|lifecycle|command|execpath|node_execpath|config_local_prefix|config_loglevel)/;
	return Object.fromEntries(Object.entries(env).filter(([name]) => !outer.test(name)));
}
