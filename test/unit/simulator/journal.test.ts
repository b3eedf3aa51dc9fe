import { Journal } from '../../simulator/journal';

describe('journal', () => {
	it('returns the entries after a sequence number', () => {
		const journal = new Journal<string>();
		['a', 'b', 'c'].forEach((event) => journal.add(event));
		expect(journal.since(1).map(({ event }) => event)).toEqual(['b', 'c']);
	});

	it('returns everything to a listener that knew an earlier run', () => {
		const journal = new Journal<string>();
		journal.add('a');
		expect(journal.since(500).map(({ event }) => event)).toEqual(['a']);
	});

	it('keeps the last thousand', () => {
		const journal = new Journal<number>();
		for (let event = 1; event <= 1001; event += 1) journal.add(event);
		expect(journal.since(0)).toHaveLength(1000);
		expect(journal.since(0)[0]?.event).toBe(2);
	});
});
