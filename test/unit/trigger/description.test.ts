import {
	NodeHelpers,
	type INode,
	type INodeProperties,
	type INodePropertyOptions,
} from 'n8n-workflow';

import { VonageSmsTrigger } from '../../../nodes/VonageSms/VonageSmsTrigger.node';

const { description } = new VonageSmsTrigger();

function parameter(name: string): INodeProperties {
	const found = description.properties.find((property) => property.name === name);
	if (!found) throw new Error(`no parameter ${name}`);
	return found;
}

const values = ({ options = [] }: INodeProperties) =>
	options.map((option) => (option as INodePropertyOptions).value);

describe('the trigger in the editor', () => {
	test('lists the usual choice first, and has it as the default', () => {
		expect(values(parameter('events'))[0]).toBe('message');
		for (const name of ['registration', 'signatureCheck', 'storage']) {
			expect(values(parameter(name))[0]).toBe(parameter(name).default);
		}
	});

	test('shows fields that are not needed for the first SMS below the options', () => {
		const names = description.properties.map(({ name }) => name);
		expect(names.slice(names.indexOf('options'))).toEqual(['options', 'signatureCheck', 'storage']);
	});

	test('says that a number starts one workflow, wherever the trigger registers itself', () => {
		const notices = description.properties.filter(({ type }) => type === 'notice');
		const shownFor = (registration: string) =>
			notices.filter(({ displayName, displayOptions }) => {
				const shown = displayOptions?.show?.registration ?? [];
				return shown.includes(registration) && displayName.includes('the one published last');
			}).length;
		expect(['number', 'account', 'application', 'manual'].map(shownFor)).toEqual([1, 1, 1, 0]);
	});

	test.each([
		['78d335fa-323d-0114-9c3d-d6f0d48968cf', null],
		[' 78d335fa-323d-0114-9c3d-d6f0d48968cf\n', null],
		['78d335fa', ['Not an application ID, such as 78d335fa-323d-0114-9c3d-d6f0d48968cf']],
	])('accepts a pasted application ID: %j', (value, issues) => {
		const parameters = {
			registration: 'application',
			application: { __rl: true, mode: 'id', value },
		};
		const node: INode = {
			...{ id: '', name: '', type: '', typeVersion: 1.1, position: [0, 0] },
			parameters,
		};
		const found = NodeHelpers.getParameterIssues(
			parameter('application'),
			parameters,
			'',
			node,
			description,
		);
		expect(found.parameters?.application ?? null).toEqual(issues);
	});

	test('has one description for both nodes, since the node panel shows only this one', () => {
		expect(description.description).toMatch(/receive.*send/i);
	});

	test('lists its options alphabetically, and shows the unit of every number', () => {
		const options = parameter('options').options as INodeProperties[];
		const names = options.map(({ displayName }) => displayName);
		expect(names).toEqual(names.toSorted((a, b) => a.localeCompare(b)));
		for (const { type, displayName } of options) {
			if (type === 'number') expect(displayName).toMatch(/\(Seconds\)|Hours|Executions/);
		}
	});
});
