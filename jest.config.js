/** Three projects, so that each can be run alone: `npm run test:unit`, `test:integration`, `test:e2e`. */
const shared = {
	testEnvironment: 'node',
	globalSetup: '<rootDir>/test/globalSetup.ts',
	transform: {
		'^.+\\.(t|j|mj)s$': [
			'@swc/jest',
			{
				jsc: { parser: { syntax: 'typescript', decorators: true }, target: 'es2022' },
				module: { type: 'commonjs' },
			},
		],
	},
	// Published as ES modules alone, which jest cannot require.
	transformIgnorePatterns: ['/node_modules/(?!(jose|uuid)/)'],
	modulePathIgnorePatterns: ['<rootDir>/dist/'],
};

module.exports = {
	// Only what hangs reaches it: a busy machine takes several times as long as a quiet one.
	testTimeout: 300_000,
	projects: ['unit', 'integration', 'e2e'].map((name) => ({
		...shared,
		displayName: name,
		rootDir: __dirname,
		testMatch: [`<rootDir>/test/${name}/**/*.test.ts`],
	})),
};
