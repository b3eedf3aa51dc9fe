import {
	readLedger,
	readNode,
	writeLedger,
	writeNode,
	type RegistrationMemory,
} from '../../../nodes/VonageSms/registration/memory';

let map: Map<string, string>;
let memory: RegistrationMemory;
beforeEach(() => {
	map = new Map();
	memory = {
		read: async (name) => map.get(name) ?? null,
		write: async (name, value) => void map.set(name, value),
		remove: async (name) => void map.delete(name),
	};
});

test('a ledger and a node come back as they went', async () => {
	const ledger = {
		before: 'https://other.example.com',
		holders: [{ node: 'w/n', run: 'test' as const, url: 'https://n8n.example.com/webhook-test' }],
	};
	const record = {
		production: { url: 'https://n8n.example.com/webhook', slots: ['a/account/inbound'] },
	};
	await writeLedger(memory, 's', ledger);
	await writeNode(memory, 'w/n', record);
	expect(await readLedger(memory, 's')).toEqual(ledger);
	expect(await readNode(memory, 'w/n')).toEqual(record);
});

test('what is empty is removed', async () => {
	await writeLedger(memory, 's', { before: null, holders: [] });
	await writeLedger(memory, 's', null);
	await writeNode(memory, 'n', { test: { url: 'u', slots: [] } });
	await writeNode(memory, 'n', { test: undefined });
	expect(map.size).toBe(0);
});

test.each(['', 'nonsense', '[]', '{"holders":[{"node":1}],"production":{"url":2}}'])(
	'%j counts as forgotten',
	async (value) => {
		map.set('slot/s', value);
		map.set('node/n', value);
		expect((await readLedger(memory, 's'))?.holders ?? []).toEqual([]);
		expect(await readNode(memory, 'n')).toEqual({});
	},
);
