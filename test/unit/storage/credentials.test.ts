import type { IWebhookFunctions } from 'n8n-workflow';

import {
	forgetCredentials,
	readCredential,
	readCredentialAgain,
} from '../../../nodes/VonageSms/storage/credentials';

describe('the credential of a webhook', () => {
	let readings: number;
	beforeEach(() => {
		jest.useFakeTimers();
		readings = 0;
		forgetCredentials();
	});
	afterEach(() => jest.useRealTimers());

	/** The part of n8n's context needed to read a credential. */
	function contextOf(node: string, read: () => Promise<object>): IWebhookFunctions {
		return {
			getRequestObject: () => ({}),
			getNode: () => ({ id: node, credentials: { vonageSmsApi: { id: 'c1', name: 'Vonage' } } }),
			getWorkflow: () => ({ id: 'w1' }),
			getCredentials: async () => {
				readings += 1;
				return await read();
			},
		} as unknown as IWebhookFunctions;
	}
	const secret = (value: string) => async () => ({ signatureSecret: value });

	const read = async (value: string) =>
		(await readCredential(contextOf('n1', secret(value)), 'vonageSmsApi')).signatureSecret;

	test('is read once for the parts of a message', async () => {
		expect(await read('old')).toBe('old');
		expect(await read('new')).toBe('old');
		expect(readings).toBe(1);
	});

	test('is refreshed between webhooks, so that no webhook waits for it or gets one older than ten seconds', async () => {
		let stored = 'old';
		let answer = () => {};
		const context = contextOf('n1', async () => {
			const signatureSecret = stored;
			if (readings > 1) await new Promise<void>((resolve) => (answer = resolve));
			return { signatureSecret };
		});
		const served = async () => (await readCredential(context, 'vonageSmsApi')).signatureSecret;
		expect(await served()).toBe('old');
		stored = 'new';
		await jest.advanceTimersByTimeAsync(9_999);
		// n8n is still reading.
		expect([await served(), readings]).toEqual(['old', 2]);
		answer();
		await jest.advanceTimersByTimeAsync(1);
		expect([await served(), readings]).toEqual(['new', 2]);
	});

	test('is no longer refreshed if no webhook arrived for a minute', async () => {
		await read('old');
		await jest.advanceTimersByTimeAsync(80_000);
		const replaced = readings;
		await jest.advanceTimersByTimeAsync(600_000);
		expect(readings).toBe(replaced);
		expect(await read('new')).toBe('new');
	});

	test('is not used after ten seconds, even if refreshing it failed', async () => {
		let works = true;
		const context = contextOf('n1', async () => {
			if (!works) throw new Error('no database');
			return { signatureSecret: 'old' };
		});
		await readCredential(context, 'vonageSmsApi');
		works = false;
		await jest.advanceTimersByTimeAsync(10_000);
		await expect(readCredential(context, 'vonageSmsApi')).rejects.toThrow('no database');
	});

	test('is read again for webhooks that it would reject, but not for each of many', async () => {
		await read('old');
		const again = async (value: string) =>
			(await readCredentialAgain(contextOf('n1', secret(value)), 'vonageSmsApi')).signatureSecret;
		expect(await again('new')).toBe('new');
		expect(await again('newer')).toBe('new');
		expect(readings).toBe(2);
		await jest.advanceTimersByTimeAsync(1_000);
		expect(await again('newest')).toBe('newest');
	});

	test('is read again once the workflow is published again', async () => {
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

	test('is read again the next time if it could not be read', async () => {
		const failing = contextOf('n1', async () => await Promise.reject(new Error('no database')));
		await expect(readCredential(failing, 'vonageSmsApi')).rejects.toThrow('no database');
		expect(await readCredential(contextOf('n1', secret('now')), 'vonageSmsApi')).toEqual({
			signatureSecret: 'now',
		});
	});
});
