import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { INodeProperties } from 'n8n-workflow';
import { VonageSmsApi } from '../../../credentials/VonageSmsApi.credentials';
import { VonageSms } from '../../../nodes/VonageSms/VonageSms.node';
import { VonageSmsTrigger } from '../../../nodes/VonageSms/VonageSmsTrigger.node';
import { loadSchema, type Schema } from '../items/schema';

const root = resolve(__dirname, '..', '..', '..');
const readme = read('README.md');
const contributing = read('CONTRIBUTING.md');
const pages = readdirSync(join(root, 'docs'))
	.filter((file) => file.endsWith('.md'))
	.map((file) => `docs/${file}`);
const manifest: { dependencies: Record<string, string>; devDependencies: Record<string, string> } =
	JSON.parse(read('package.json'));

const pagesOfTheAction = pages.filter((page) => !/credential|trigger/.test(page));

describe('the reference tables', () => {
	test.each([
		['the credential', new VonageSmsApi().properties, ['docs/credential.md']],
		['the trigger', new VonageSmsTrigger().description.properties, ['docs/trigger.md']],
		['the action', new VonageSms().description.properties, pagesOfTheAction],
	])('have every parameter of %s', (_, properties, where) => {
		const cells = new Set(where.flatMap((page) => [...firstCells(read(page))]));
		expect(shownNames(properties).filter((name) => !cells.has(name))).toEqual([]);
	});

	test.each([
		['docs/trigger.md', 'v1.1.0.json'],
		['docs/sending.md', 'v1.0.0/message/send.json'],
	])('%s has every field of %s', (page, schema) => {
		const fields = fieldsOf(loadSchema(schema));
		const cells = firstCells(read(page));
		expect(fields.length).toBeGreaterThan(10);
		expect(fields.filter((field) => !cells.has(`\`${field}\``))).toEqual([]);
	});

	test('CONTRIBUTING.md says why every dependency is there', () => {
		const names = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies });
		const section = contributing.slice(contributing.indexOf('## Dependencies'));
		const missing = names.filter(
			(name) => !name.startsWith('@types/') && !section.includes(`\`${name}\``),
		);
		expect(missing).toEqual([]);
	});
});

describe('CONTRIBUTING', () => {
	const nodes = join('nodes', 'VonageSms');

	test('has a row for every folder of the nodes', () => {
		const folders = readdirSync(join(root, nodes), { withFileTypes: true })
			.filter((entry) => entry.isDirectory() && !entry.name.startsWith('_'))
			.map(({ name }) => `\`${name}/\``);
		expect(folders.filter((folder) => !firstCells(contributing).has(folder))).toEqual([]);
	});

	test('names only files that exist', () => {
		const path = contributing.slice(contributing.indexOf('## The path'));
		const stations = [...path.matchAll(/`([\w./]+\.ts)`/g)].map(([, file]) => file ?? '');
		expect(stations.length).toBeGreaterThan(10);
		expect(stations.filter((file) => !existsSync(join(root, nodes, file)))).toEqual([]);
	});
});

describe('the README', () => {
	test('stays short: reference belongs in docs/', () => {
		const prose = readme
			.replace(/```.*?```/gs, '')
			.replace(/<picture>.*?<\/picture>/gs, '')
			.replace(/\]\([^)]*\)/g, ']');
		expect(prose.match(/[\p{L}\d'-]+/gu)?.length).toBeLessThan(1000);
	});

	test.each([...pages, 'SECURITY.md', 'CHANGELOG.md', 'CONTRIBUTING.md'])(
		'links to %s, directly or through a page that it links to',
		(page) => {
			const name = page.replace('docs/', '');
			const others = pages.filter((other) => other !== page);
			const linking = [readme, contributing, ...others.map(read)];
			expect(linking.some((text) => text.includes(`${name})`) || text.includes(`${name}#`))).toBe(
				true,
			);
		},
	);

	test.each(readdirSync(join(root, 'docs', 'images')))('or another page shows %s', (image) => {
		expect([readme, contributing, ...pages.map(read)].some((text) => text.includes(image))).toBe(
			true,
		);
	});
});

test.each([
	'README.md',
	'CONTRIBUTING.md',
	'SECURITY.md',
	'CHANGELOG.md',
	'examples/README.md',
	...pages,
])('the links in %s lead to files and headings that exist', (page) => {
	const links = [...read(page).matchAll(/\]\((?!https?:)([^)\s]+)\)|(?:src|srcset)="([^"]+)"/g)];
	const broken = links
		.map(([, markdown, html]) => markdown ?? html ?? '')
		.filter((link) => !leadsSomewhere(page, link));
	expect(broken).toEqual([]);
});

describe('the links from the editor to this repository', () => {
	const repository = 'https://github.com/n8n-nodes-vonage-sms/n8n-nodes-vonage-sms';
	const links = ['nodes', 'credentials']
		.flatMap((folder) =>
			readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
				.filter((file) => /\.(ts|json)$/.test(file))
				.map((file) => join(folder, file)),
		)
		.flatMap((file) => [...read(file).matchAll(new RegExp(`${repository}([^'"\\s]*)`, 'g'))])
		.map(([, path]) => path ?? '');

	test('exist', () => expect(links.length).toBeGreaterThan(4));

	test.each([...new Set(links)])('%s leads to a page and a heading that exist', (path) => {
		const page = path.replace(/^\/blob\/main\//, '').replace(/^#readme$/, 'README.md');
		expect(leadsSomewhere('README.md', page)).toBe(true);
	});
});

function read(file: string): string {
	return readFileSync(join(root, file), 'utf8');
}

/** The contents of the first cells of the tables; a cell may list several, separated by commas. */
function firstCells(text: string): Set<string> {
	const rows = text.split('\n').filter((line) => line.startsWith('| '));
	return new Set(rows.flatMap((row) => (row.split(' | ')[0] ?? '').slice(2).split(', ')));
}

/** The tests of the items compare what the nodes return with these schemas. */
function fieldsOf({ properties = {}, then, else: otherwise }: Schema): string[] {
	const branches = [then ?? {}, otherwise ?? {}].flatMap((branch) =>
		Object.keys(branch.properties ?? {}),
	);
	return [...new Set([...Object.keys(properties), ...branches])];
}

/** Display names as shown in the editor, including those in collections. Notices aren't parameters. */
function shownNames(properties: INodeProperties[]): string[] {
	const shown = properties.filter(({ type }) => !['notice', 'credentials'].includes(type));
	const names = shown.flatMap(({ displayName, type, options = [] }) =>
		type === 'collection'
			? shownNames(options.filter((option): option is INodeProperties => 'type' in option))
			: [displayName],
	);
	return [...new Set(names)].filter((name) => !['Resource', 'Operation'].includes(name));
}

function leadsSomewhere(page: string, link: string): boolean {
	const [file = '', heading] = link.split('#');
	const target = file === '' ? page : join(dirname(page), file);
	if (!existsSync(join(root, target))) return false;
	if (heading === undefined) return true;
	const headings = [...read(target).matchAll(/^#+ (.+)$/gm)].map(([, text]) =>
		anchorOf(text ?? ''),
	);
	return headings.includes(heading);
}

/** The anchor that GitHub generates. */
function anchorOf(heading: string): string {
	return heading
		.toLowerCase()
		.replace(/[^\w\s-]/g, '')
		.replace(/\s/g, '-');
}
