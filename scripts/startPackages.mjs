/** What it takes to build the package and to run it beside the simulator: half of all dependencies. */
export const startPackages = [
	'@types/express',
	'@types/node',
	'@types/pg',
	'express',
	'gulp',
	'jose',
	'libphonenumber-js',
	'n8n-workflow',
	'node',
	'pg',
	'tsx',
	'typescript',
];
