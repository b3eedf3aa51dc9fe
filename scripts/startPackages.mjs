/** The packages needed to build the package and run it with the simulator: half of all dependencies. */
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
