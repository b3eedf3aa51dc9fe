import { forgetCredentials, readCredential } from '../../../nodes/VonageSms/storage/credentials';
import type { StorageContext } from '../../../nodes/VonageSms/storage';

describe('the credential of a webhook', () => {
	let readings: number;
	beforeEach(() => {
		jest.useFakeTimers();
		readings = 0;
		forgetCredentials();
	});
	afterEach(() => jest.useRealTimers());

	/** As much of n8n's context as reading a credential takes. */
	function contextOf(node: string, read: () => Promise<object>): StorageContext {
		return {
			getNode: () => ({ id: node, credentials: { vonageSmsApi: { id: 'c1', name: 'Vonage' } } }),
			getWorkflow: () => ({ id: 'w1' }),
			getCredentials: async () => {
				readings += 1;
				return await read();
			},
		} as unknown as StorageContext;
	}
	const secret = (value: string) => async () => ({ signatureSecret: value });

	test('is read once for the parts of a message, and again after ten seconds', async () => {
		await readCredential(contextOf('n1', secret('old')), 'vonageSmsApi');
		expect(await readCredential(contextOf('n1', secret('new')), 'vonageSmsApi')).toEqual({
			signatureSecret: 'old',
		});
		jest.advanceTimersByTime(10_000);
		expect(await readCredential(contextOf('n1', secret('new')), 'vonageSmsApi')).toEqual({
			signatureSecret: 'new',
		});
		expect(readings).toBe(2);
	});

	test('is read anew once the workflow is published again', async () => {
		await readCredential(contextOf('n1', secret('old')), 'vonageSmsApi');
		forgetCredentials();
		expect(await readCredential(contextOf('n1', secret('new')), 'vonageSmsApi')).toEqual({
			signatureSecret: 'new',
		});
	});

	test('is not shared by two nodes', async () => {
		await readCredential(contextOf('n1', secret('one')), 'vonageSmsApi');
		expect(await readCredential(contextOf('n2', secret('two')), 'vonageSmsApi')).toEqual({
			signatureSecret: 'two',
		});
	});

	test('that could not be read is tried again at once', async () => {
		const failing = contextOf('n1', async () => await Promise.reject(new Error('no database')));
		await expect(readCredential(failing, 'vonageSmsApi')).rejects.toThrow('no database');
		expect(await readCredential(contextOf('n1', secret('now')), 'vonageSmsApi')).toEqual({
			signatureSecret: 'now',
		});
	});
});
