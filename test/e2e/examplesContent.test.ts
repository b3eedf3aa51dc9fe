import { exampleNames, exampleText, readExample } from './examples/example';

/** Number ranges that regulators reserve for fiction. */
const FICTIONAL = /^\+(447700900\d{3}|141555501\d{2})$/;

describe('an example', () => {
	test.each(exampleNames)("%s explains itself, and contains no one's data", (name) => {
		const { nodes } = readExample(name);
		const notes = nodes.filter(({ type }) => type === 'n8n-nodes-base.stickyNote');
		expect(notes.map(({ parameters }) => parameters?.content)).toContainEqual(
			expect.stringContaining('**To set up**'),
		);
		expect(nodes.filter(({ credentials }) => credentials)).toEqual([]);
		const numbers = exampleText(name).match(/\+\d{8,15}/g) ?? [];
		expect(numbers.filter((number) => !FICTIONAL.test(number))).toEqual([]);
	});
});
