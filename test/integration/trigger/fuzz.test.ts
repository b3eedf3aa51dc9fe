import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Request, Response } from 'express';
import fc from 'fast-check';

import type { WebhookRequest } from '../../../nodes/VonageSms/inbound';
import {
	openSqliteStore,
	Reassembler,
	type MessageStore,
} from '../../../nodes/VonageSms/reassembly';
import { VonageSmsTrigger } from '../../../nodes/VonageSms/VonageSmsTrigger.node';
import { anyHeaders, anyRequest, mutate, mutation } from '../../unit/inbound/arbitraries';
import { byForm, byJson, byQuery, SECRET, signed, sms } from '../../unit/inbound/requests';
import { webhookContext } from '../contexts';
import { CREDENTIAL, PARAMETERS } from './webhookServer';

/** Requests for the whole file; FUZZ_REQUESTS=200000 for a long run. */
const REQUESTS = Number(process.env.FUZZ_REQUESTS ?? 3_000);
const DOCUMENTED = new Set([200, 400, 413, 503]);
const SCOPE = 'workflow-1/node-1/production';

/** The records are compared. */
const RAW = { ...PARAMETERS, options: { output: 'raw' } };

jest.setTimeout(1_200_000);

describe('webhook() with any request', () => {
	const nodeType = new VonageSmsTrigger();
	let folder: string;
	let store: MessageStore;
	let kept: Reassembler;

	beforeAll(async () => {
		folder = mkdtempSync(join(tmpdir(), 'vonage-sms-fuzz-'));
		process.env.N8N_USER_FOLDER = folder;
		store = await openSqliteStore(join(folder, '.n8n', 'vonage-sms.sqlite'));
		kept = new Reassembler(store, {
			partTimeout: 600,
			deduplicationHours: 48,
			onIncomplete: 'emit',
		});
		await kept.register(SCOPE);
	});
	afterAll(async () => {
		await store.close();
		delete process.env.N8N_USER_FOLDER;
		rmSync(folder, { recursive: true });
	});

	/** Status of the answer; rejects when the node throws, which n8n would answer with 500. */
	async function answerTo(request: WebhookRequest): Promise<number> {
		let status = 0;
		const response = {
			setHeader: () => response,
			status: (code: number) => {
				status = code;
				return response;
			},
			type: () => response,
			send: () => response,
		};
		const incoming = {
			method: request.method,
			originalUrl: request.url,
			headers: request.headers,
			rawBody: request.body,
			ip: request.ip,
		};
		const context = webhookContext(
			{ nodeType, parameters: RAW, credential: { ...CREDENTIAL, signatureSecret: SECRET } },
			{ request: incoming as Request, response: response as unknown as Response },
		);
		const returned = await nodeType.webhook.call(context);
		expect(returned).toEqual({ noWebhookResponse: true });
		return status;
	}

	test('answers with a documented status, and stores nothing that is not signed', async () => {
		const seen = new Set<number>();
		await fc.assert(
			fc.asyncProperty(anyRequest, anyHeaders, async (request, headers) => {
				const status = await answerTo({ ...request, headers: { ...headers, ...request.headers } });
				expect(DOCUMENTED).toContain(status);
				seen.add(status);
			}),
			{ numRuns: Math.ceil(REQUESTS / 2) },
		);
		expect([...seen].sort()).toEqual(expect.arrayContaining([200, 400, 503]));
		expect(await kept.claim(SCOPE)).toEqual([]);
	});

	test('stores a genuine message, and stores a changed one only if it means the same', async () => {
		const send = { GET: byQuery, form: byForm, JSON: byJson };
		const formats = fc.constantFrom('GET' as const, 'form' as const, 'JSON' as const);
		let number = 0;
		await fc.assert(
			fc.asyncProperty(
				fc.string({ unit: 'grapheme' }),
				formats,
				mutation,
				async (text, format, change) => {
					number += 1;
					const parameters = { ...sms, text, messageId: String(number) };
					const original = send[format](signed(parameters, SECRET, 'md5hash'));
					const tampered =
						format === 'GET'
							? { ...original, url: mutate(Buffer.from(original.url), change).toString('latin1') }
							: { ...original, body: mutate(original.body, change) };
					expect(DOCUMENTED).toContain(await answerTo(tampered));
					for (const record of await claimed()) expect(said(record)).toEqual(said(parameters));
					expect(await answerTo(original)).toBe(200);
					for (const record of await claimed()) expect(record).toEqual(parameters);
				},
			),
			{ numRuns: Math.ceil(REQUESTS / 4) },
		);
	});

	async function claimed(): Promise<Record<string, unknown>[]> {
		const deliveries = await kept.claim(SCOPE);
		for (const delivery of deliveries) await delivery.confirm();
		return deliveries.map(({ message }) => message.first.inbound.record);
	}
});

/**
 * Values that differ only in & = _ have the same signature, and empty ones can be left out, because Vonage's scheme
 * doesn't distinguish them.
 */
function said(record: Record<string, unknown>): Record<string, string> {
	const entries = Object.entries(record).map(([name, value]) => [name, String(value)] as const);
	return Object.fromEntries(
		entries
			.filter(([, value]) => value !== '')
			.map(([name, value]) => [name, value.replace(/[&=]/g, '_')]),
	);
}
