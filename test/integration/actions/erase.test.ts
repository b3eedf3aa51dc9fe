import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Questions } from '../../../nodes/VonageSms/questions';
import { openSqliteStore, type MessageStore } from '../../../nodes/VonageSms/reassembly';
import { reassemblerOn, SCOPE, whole } from '../../unit/reassembly/builders';
import { question, round } from '../questions/builders';
import { runNode } from './runNode';

describe('erasing a phone number', () => {
	let folder: string;
	let store: MessageStore;
	beforeEach(async () => {
		folder = mkdtempSync(join(tmpdir(), 'vonage-sms-erase-'));
		process.env.N8N_USER_FOLDER = folder;
		store = await openSqliteStore(join(folder, '.n8n', 'vonage-sms.sqlite'));
	});
	afterEach(async () => {
		delete process.env.N8N_USER_FOLDER;
		await store.close();
		rmSync(folder, { recursive: true });
	});

	const erase = async (phoneNumber: string) =>
		await runNode({
			parameters: { resource: 'message', operation: 'erase', phoneNumber, storage: 'sqlite' },
			credential: { apiKey: 'key', apiSecret: 'secret' },
		});

	test('deletes all data about it from the store, for any notation, and returns counts', async () => {
		const subject = reassemblerOn(store, { seconds: 1_600_000_000 });
		await subject.register(SCOPE);
		await subject.receive(SCOPE, whole('A', 'x', { from: '447700900123' }));
		await subject.receive(SCOPE, whole('B', 'x', { from: '14155550100' }));
		await new Questions(store.database).ask(round(), [question({ peer: '447700900123' })]);
		const { items } = await erase('+44 7700 900123');
		expect(items).toEqual([
			{
				json: { phoneNumber: '+447700900123', messages: 1, receipts: 0, questions: 1, optOuts: 0 },
				pairedItem: { item: 0 },
			},
		]);
		expect((await subject.claim(SCOPE)).map(({ message }) => message.id)).toEqual(['B']);
	});

	test('rejects values that are not phone numbers', async () => {
		const { error } = await erase('Ann');
		expect(error?.message).toContain(
			"'Phone Number' isn't a valid phone number with its country code (Ann)",
		);
	});
});
