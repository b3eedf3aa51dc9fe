import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { INodeProperties } from 'n8n-workflow';
import { VonageSmsApi } from '../../../credentials/VonageSmsApi.credentials';
import { VonageSms } from '../../../nodes/VonageSms/VonageSms.node';
import { VonageSmsTrigger } from '../../../nodes/VonageSms/VonageSmsTrigger.node';
import { loadSchema, type Schema } from '../items/schema';

const root = resolve(__dirname, '..', '..', '..');
const readme = read('README.md');
const manifest: { dependencies: Record<string, string>; devDependencies: Record<string, string> } =
	JSON.parse(read('package.json'));

describe('the README', () => {
	test.each([
		['the credential', new VonageSmsApi().properties],
		['the trigger', new VonageSmsTrigger().description.properties],
		['the action', new VonageSms().description.properties],
	])('has every parameter of %s in a table', (_, properties) => {
		const cells = firstCells(readme);
		expect(shownNames(properties).filter((name) => !cells.has(name))).toEqual([]);
	});

	test.each(['v1.1.0.json', 'v1.0.0/message/send.json'])('has every field of %s', (schema) => {
		const fields = fieldsOf(loadSchema(schema));
		const cells = firstCells(readme);
		expect(fields.length).toBeGreaterThan(10);
		expect(fields.filter((field) => !cells.has(`\`${field}\``))).toEqual([]);
	});

	test('says of every dependency why it is there', () => {
		const names = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies });
		const section = readme.slice(readme.indexOf('## Dependencies'));
		const unsaid = names.filter(
			(name) => !name.startsWith('@types/') && !section.includes(`\`${name}\``),
		);
		expect(unsaid).toEqual([]);
	});
});

test.each(['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'examples/README.md', ...docs()])(
	'the links of %s lead to files and headings that there are',
	(page) => {
		const links = [...read(page).matchAll(/\]\((?!https?:)([^)\s]+)\)|(?:src|srcset)="([^"]+)"/g)];
		const broken = links
			.map(([, markdown, html]) => markdown ?? html ?? '')
			.filter((link) => !leadsSomewhere(page, link));
		expect(broken).toEqual([]);
	},
);

function read(file: string): string {
	return readFileSync(join(root, file), 'utf8');
}

function docs(): string[] {
	return [...readme.matchAll(/\((docs\/[\w-]+\.md)/g)].map(([, page]) => page ?? '');
}

/** What stands in the first cells of the tables; several things there are separated by commas. */
function firstCells(text: string): Set<string> {
	const rows = text.split('\n').filter((line) => line.startsWith('| '));
	return new Set(rows.flatMap((row) => (row.split(' | ')[0] ?? '').slice(2).split(', ')));
}

/** The tests of the items hold what the nodes give to these schemas. */
function fieldsOf({ properties = {}, then, else: otherwise }: Schema): string[] {
	const branches = [then ?? {}, otherwise ?? {}].flatMap((branch) =>
		Object.keys(branch.properties ?? {}),
	);
	return [...new Set([...Object.keys(properties), ...branches])];
}

/** Display names as the editor shows them, those inside collections too; notices are no parameters. */
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

/** As GitHub makes it. */
function anchorOf(heading: string): string {
	return heading
		.toLowerCase()
		.replace(/[^\w\s-]/g, '')
		.replace(/\s/g, '-');
}
