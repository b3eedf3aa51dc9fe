import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startN8n, type N8n } from '../n8n';

/** Does the same as `npm run dev` when a source file has changed. */
describe('installing a changed package into a running n8n', () => {
	let packageRoot: string;
	let n8n: N8n;

	beforeAll(async () => {
		packageRoot = await mkdtemp(join(tmpdir(), 'vonage-sms-tiny-'));
		await writePackage('First');
		n8n = await startN8n({ packageRoot });
	});
	afterAll(async () => {
		await n8n?.stop();
		await rm(packageRoot, { recursive: true, force: true });
	});

	it('restarts n8n with the new build, and keeps its workflows and the session', async () => {
		const { id } = await n8n.createWorkflow({
			name: 'Kept',
			nodes: [{ name: 'Tiny', type: 'n8n-nodes-tiny.tiny' }],
		});
		await writePackage('Second');
		await n8n.reinstall();
		const { displayName } = await n8n.describeNode('n8n-nodes-tiny.tiny', 1);
		expect(displayName).toBe('Second');
		expect((await n8n.readWorkflow(id)).name).toBe('Kept');
	});

	it('leaves n8n running with the old build when the new one fails', async () => {
		await writePackage('Third', { build: 'exit 1' });
		await expect(n8n.reinstall()).rejects.toThrow();
		const { displayName } = await n8n.describeNode('n8n-nodes-tiny.tiny', 1);
		expect(displayName).toBe('Second');
	});

	async function writePackage(displayName: string, scripts = {}): Promise<void> {
		const manifest = {
			name: 'n8n-nodes-tiny',
			version: '1.0.0',
			files: ['dist'],
			scripts,
			n8n: { n8nNodesApiVersion: 1, nodes: ['dist/Tiny.node.js'] },
		};
		const description = {
			displayName,
			name: 'tiny',
			group: ['transform'],
			version: 1,
			description: 'Passes its input on',
			defaults: { name: 'Tiny' },
			inputs: ['main'],
			outputs: ['main'],
			properties: [],
		};
		const source = `class Tiny { description = ${JSON.stringify(description)}; }\nmodule.exports = { Tiny };\n`;
		await mkdir(join(packageRoot, 'dist'), { recursive: true });
		await writeFile(join(packageRoot, 'package.json'), JSON.stringify(manifest));
		await writeFile(join(packageRoot, 'dist', 'Tiny.node.js'), source);
	}
});
