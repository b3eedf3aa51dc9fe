import { summarise } from '../../bench/n8n/profile';

const at = (functionName: string, url = '') => ({ functionName, url, lineNumber: 1 });
const MODULES =
	'file:///home/user/.n8n/nodes/node_modules/n8n-nodes-vonage-sms/dist/nodes/VonageSms';

describe('the summary of a profile', () => {
	const nodes = [
		{ id: 1, callFrame: at('(root)'), children: [2, 5, 6] },
		{ id: 2, callFrame: at('handle', '/opt/n8n/node_modules/n8n/dist/webhooks.js'), children: [3] },
		{ id: 3, callFrame: at('receive', `${MODULES}/reassembly/store.js`), children: [4] },
		{ id: 4, callFrame: at('hash', 'node:internal/crypto/hash') },
		{ id: 5, callFrame: at('(idle)') },
		{ id: 6, callFrame: at('(garbage collector)') },
	];

	test('attributes a sample to the nearest package on the stack, and ignores waiting', () => {
		const summary = summarise(
			{ nodes, samples: [2, 3, 4, 5, 6], timeDeltas: [1000, 2000, 3000, 90_000, 4000] },
			2,
		);
		expect(summary.owners).toEqual([
			{ owner: 'this package, with libphonenumber-js', milliseconds: 2.5, share: 0.5 },
			{ owner: 'garbage collection', milliseconds: 2, share: 0.4 },
			{ owner: 'n8n', milliseconds: 0.5, share: 0.1 },
		]);
		expect(summary.functions).toEqual([
			{ name: 'receive in reassembly/store.js', milliseconds: 2.5 },
		]);
	});

	test('does not mistake a folder with the package’s name for the package', () => {
		const callFrame = at(
			'run',
			'/home/user/.cache/n8n-nodes-vonage-sms/node_modules/n8n/dist/run.js',
		);
		const summary = summarise(
			{ nodes: [{ id: 1, callFrame }], samples: [1], timeDeltas: [1000] },
			1,
		);
		expect(summary.owners.map(({ owner }) => owner)).toEqual(['n8n']);
	});
});
