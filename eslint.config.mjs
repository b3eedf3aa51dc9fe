import { n8nCommunityNodesPlugin } from '@n8n/eslint-plugin-community-nodes';
import n8nNodesBase from 'eslint-plugin-n8n-nodes-base';
import tseslint from 'typescript-eslint';

/**
 * The arrows between the folders of nodes/VonageSms run one way: what a folder may import of the
 * others. A pure folder knows nothing of n8n.
 */
const layers = {
	codec: { pure: true, imports: [] },
	phone: { pure: true, imports: [] },
	inbound: { pure: true, imports: ['codec'] },
	// Two databases behind one interface, and their schema.
	database: { pure: true, imports: [] },
	reassembly: { pure: true, imports: ['codec', 'inbound/types', 'database'] },
	// What executions wait for: replies by SMS, delivery receipts.
	questions: { pure: true, imports: ['database', 'consent'] },
	// Opens the store that a node names.
	storage: { pure: false, imports: ['database', 'reassembly'] },
	items: { pure: true, imports: ['codec', 'phone', 'inbound/types', 'reassembly/types'] },
	// What is sent may be signed by the same algorithm, and fails with the same codes.
	vonage: { pure: false, imports: ['inbound/signature', 'inbound/types', 'inbound/vonageCodes'] },
	methods: { pure: false, imports: ['registration/urls', 'vonage'] },
	registration: { pure: false, imports: ['vonage'] },
	actions: {
		pure: false,
		imports: [
			...[
				'codec',
				'phone',
				'database',
				'inbound/types',
				'inbound/vonageCodes',
				'items',
				'reassembly/types',
				'consent',
			],
			...['vonage', 'storage', 'questions'],
		],
	},
	media: { pure: true, imports: ['inbound/types'] },
	// Who does not want to be texted.
	consent: { pure: true, imports: ['database'] },
	trigger: {
		pure: false,
		imports: [
			...['codec', 'database', 'inbound', 'reassembly', 'storage', 'items', 'media', 'consent'],
			'questions',
			'registration',
			'vonage',
		],
	},
};

const layerRules = Object.entries(layers).map(([folder, { pure, imports }]) => ({
	files: [`nodes/VonageSms/${folder}/**/*.ts`],
	rules: {
		'no-restricted-imports': [
			'error',
			{
				patterns: [
					{
						regex: `^(\\.\\./)+(?!${imports.map((name) => `${name}(/|$)`).join('|') || '$'})(${Object.keys(layers).join('|')})(/|$)`,
						message: `${folder}/ may import of the other folders only: ${imports.join(', ') || 'nothing'}.`,
					},
					...(pure
						? [{ regex: '^(n8n-|express)', message: `${folder}/ knows nothing of n8n or HTTP.` }]
						: []),
				],
			},
		],
	},
}));

/** For package.json, also as it is published. */
export const manifestRules = {
	files: ['package.json'],
	...n8nCommunityNodesPlugin.configs.recommendedWithoutN8nCloudSupport,
	languageOptions: { parser: tseslint.parser, parserOptions: { extraFileExtensions: ['.json'] } },
	rules: {
		...n8nCommunityNodesPlugin.configs.recommendedWithoutN8nCloudSupport.rules,
		// The one rule off: a store that several processes share needs a database client, and
		// telling a number's country needs the numbering plans. All are pure JavaScript.
		'@n8n/community-nodes/no-runtime-dependencies': 'off',
	},
};

export default tseslint.config(
	{ ignores: ['dist/', 'node_modules/', 'test/n8n/runtime*/'] },
	{
		files: ['**/*.ts'],
		extends: [tseslint.configs.strict],
		rules: {
			'no-console': 'error',
			'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
		},
	},
	{
		files: ['nodes/**/*.ts', 'credentials/**/*.ts'],
		...n8nCommunityNodesPlugin.configs.recommendedWithoutN8nCloudSupport,
	},
	manifestRules,
	{
		files: ['nodes/**/*.ts'],
		plugins: { 'n8n-nodes-base': n8nNodesBase },
		rules: {
			...n8nNodesBase.configs.nodes.rules,
			// Superseded by @n8n/community-nodes: NodeConnectionTypes.Main instead of 'main'.
			'n8n-nodes-base/node-class-description-inputs-wrong-regular-node': 'off',
			'n8n-nodes-base/node-class-description-outputs-wrong': 'off',
		},
	},
	{
		files: ['credentials/**/*.ts'],
		plugins: { 'n8n-nodes-base': n8nNodesBase },
		rules: {
			...n8nNodesBase.configs.credentials.rules,
			// Meant for n8n's own repository, where the URL is a slug.
			'n8n-nodes-base/cred-class-field-documentation-url-miscased': 'off',
			// Both nodes name `testedBy` in a constant, which the rule doesn't look into.
			'@n8n/community-nodes/credential-test-required': 'off',
		},
	},
	{
		files: ['nodes/VonageSms/codec/**/*.ts', 'test/**/*.ts'],
		rules: {
			// Tables and buffers are indexed by what was masked or counted a line before, and a test that
			// indexes wrongly fails anyway.
			'@typescript-eslint/no-non-null-assertion': 'off',
		},
	},
	...layerRules,
);
