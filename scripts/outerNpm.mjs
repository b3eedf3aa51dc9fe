/**
 * The environment without what an outer `npm test` or `npm start` says of itself: an inner npm would take it for
 * its own settings, `--silent` among them, which hides why an installation failed.
 */
export function withoutOuterNpm(env = process.env) {
	const outer =
		/^npm_(package|lifecycle|command|execpath|node_execpath|config_local_prefix|config_loglevel)/;
	return Object.fromEntries(Object.entries(env).filter(([name]) => !outer.test(name)));
}
