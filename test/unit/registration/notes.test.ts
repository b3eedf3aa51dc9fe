import {
	readLedger,
	readNode,
	writeLedger,
	writeNode,
	type RegistrationNotes,
} from '../../../nodes/VonageSms/registration/notes';

let map: Map<string, string>;
let notes: RegistrationNotes;
beforeEach(() => {
	map = new Map();
	notes = {
		read: async (name) => map.get(name) ?? null,
		write: async (name, value) => void map.set(name, value),
		remove: async (name) => void map.delete(name),
	};
});

test('a ledger and a node are read as they were written', async () => {
	const ledger = {
		before: 'https://other.example.com',
		holders: [{ node: 'w/n', run: 'test' as const, url: 'https://n8n.example.com/webhook-test' }],
	};
	const record = {
		production: {
			url: 'https://n8n.example.com/webhook',
			places: ['a/account/inbound'],
			state: 'registered' as const,
			since: '2026-01-01T00:00:00.000Z',
		},
	};
	await writeLedger(notes, 's', ledger);
	await writeNode(notes, 'w/n', record);
	expect(await readLedger(notes, 's')).toEqual(ledger);
	expect(await readNode(notes, 'w/n')).toEqual(record);
});

test('empty values are removed', async () => {
	await writeLedger(notes, 's', { before: null, holders: [] });
	await writeLedger(notes, 's', null);
	await writeNode(notes, 'n', {
		test: { url: 'u', places: [], state: 'registering', since: null },
	});
	await writeNode(notes, 'n', { test: undefined });
	expect(map.size).toBe(0);
});

test.each(['', 'nonsense', '[]', '{"holders":[{"node":1}],"production":{"url":2}}'])(
	'%j is read as no notes',
	async (value) => {
		map.set('place/s', value);
		map.set('node/n', value);
		expect((await readLedger(notes, 's'))?.holders ?? []).toEqual([]);
		expect(await readNode(notes, 'n')).toEqual({});
	},
);
