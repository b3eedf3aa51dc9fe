import { n8nCommunityNodesPlugin } from '@n8n/eslint-plugin-community-nodes';
import n8nNodesBase from 'eslint-plugin-n8n-nodes-base';
import { manifestRules } from '../../../eslint.config.mjs';

/** What n8n's scanner looks at in a published package, by the rules for nodes of self-hosted n8n. */
const { rules, plugins } = n8nCommunityNodesPlugin.configs.recommendedWithoutN8nCloudSupport;

export default [
	{
		files: ['**/*.js'],
		plugins: { ...plugins, 'n8n-nodes-base': n8nNodesBase },
		languageOptions: { sourceType: 'commonjs' },
		rules: { ...rules, 'no-console': 'error' },
	},
	manifestRules,
];
