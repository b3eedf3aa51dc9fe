import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { packedTarball } from '../../n8n/prepared';

const run = promisify(execFile);
const root = resolve(__dirname, '..', '..', '..');

interface Manifest {
	n8n: { nodes: string[]; credentials: string[] };
}

describe('the packed tarball', () => {
	let folder = '';
	let unpacked = '';
	let files: string[] = [];
	let manifest: Manifest;

	beforeAll(async () => {
		folder = await mkdtemp(join(tmpdir(), 'vonage-sms-tarball-'));
		const tarball = await packedTarball();
		files = (await run('tar', ['-tzf', tarball])).stdout.trim().split('\n');
		await run('tar', ['-xzf', tarball, '-C', folder]);
		unpacked = join(folder, 'package');
		manifest = JSON.parse(await readFile(join(unpacked, 'package.json'), 'utf8'));
	});
	afterAll(async () => {
		await rm(folder, { recursive: true, force: true });
	});

	it('contains the compiled nodes and the files that npm shows, and no sources, tests, or scripts', () => {
		const foreign = files.filter(
			(file) =>
				!/^package\/(dist\/(nodes|credentials)\/.*\.(js|d\.ts|svg|json)|index\.js|package\.json|README\.md|LICENSE)$/.test(
					file,
				),
		);
		expect(foreign).toEqual([]);
	});

	it('has every file that n8n loads according to package.json, with icons and codex', () => {
		const { nodes, credentials } = manifest.n8n;
		const wanted = [
			...nodes,
			...credentials,
			...nodes.map((node) => node.replace(/\.js$/, '.json')),
			...[...nodes, ...credentials].flatMap((file) =>
				['vonageSms.svg', 'vonageSms.dark.svg'].map((icon) => join(file, '..', icon)),
			),
		];
		expect(wanted.filter((file) => !existsSync(join(unpacked, file)))).toEqual([]);
	});

	it('contains no path of the machine that packed it', async () => {
		const texts = await Promise.all(
			files
				.filter((file) => !file.endsWith('/'))
				.map(async (file) => ({ file, text: await readFile(join(folder, file), 'utf8') })),
		);
		expect(texts.filter(({ text }) => text.includes(root)).map(({ file }) => file)).toEqual([]);
	});

	it("passes n8n's linter, whose inline exceptions do not count", async () => {
		const config = join(root, 'test', 'integration', 'package', 'eslint.config.mjs');
		const linting = run(
			join(root, 'node_modules', '.bin', 'eslint'),
			['--no-inline-config', '--config', config, '--format', 'json', '.'],
			{ cwd: unpacked, maxBuffer: 64 * 1024 * 1024 },
		);
		const { stdout } = await linting.catch((failed: { stdout: string }) => failed);
		const results: Array<{
			filePath: string;
			messages: Array<{ ruleId: string; message: string }>;
		}> = JSON.parse(stdout);
		expect(results.map(({ filePath }) => filePath)).toContain(join(unpacked, 'package.json'));
		expect(
			results.flatMap(({ filePath, messages }) =>
				messages.map(({ ruleId, message }) => `${filePath}: ${ruleId}: ${message}`),
			),
		).toEqual([]);
	});
});
