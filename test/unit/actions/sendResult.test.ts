import {
	meaningOfMessagesCode,
	meaningOfSendStatus,
} from '../../../nodes/VonageSms/inbound/vonageCodes';
import { retryAfter } from '../../../nodes/VonageSms/vonage/sendResult';
import { sendSms, type SmsApiMessage } from '../../../nodes/VonageSms/vonage/sms';
import { answering } from '../vonage/exchange';

describe('Retry-After', () => {
	const now = Date.UTC(2026, 0, 1);

	it.each([
		['2', 2000],
		['0.5', 500],
		[new Date(now + 3000).toUTCString(), 3000],
		[new Date(now - 3000).toUTCString(), 0],
		['soon', 1000],
		[undefined, 1000],
	])('%s means %d ms', (value, wanted) => {
		const headers: Record<string, string> = value === undefined ? {} : { 'retry-after': value };
		expect(retryAfter(headers, now)).toBe(wanted);
	});
});

describe('explanations', () => {
	const statuses = '1 2 3 4 5 6 7 8 9 10 11 12 14 15 17 22 23 29 32 33'.split(' ');
	const codes =
		'1000 1010 1020 1030 1040 1050 1060 1070 1120 1130 1160 1170 1180 1190 1210 1220 1240 1241 1250 1251 1260 1290 1330 1331 1360 1400 1420 1430 1450 1460 1470 1471 1472 1473 1474 1475 1476 1480 1481 1482 1483 1484 1490'.split(
			' ',
		);

	it('exist for every status in the reference of the SMS API', () => {
		for (const status of statuses) expect(meaningOfSendStatus(status)?.what).not.toContain(status);
	});

	it('exist for every code of the Messages API that concerns SMS', () => {
		for (const code of codes)
			expect({ code, meaning: meaningOfMessagesCode(code) }).not.toMatchObject({ meaning: null });
		expect(meaningOfMessagesCode('9999')).toBeNull();
	});

	it('avoid the words that n8n asks nodes not to use, and trailing periods', () => {
		const all = [...statuses.map(meaningOfSendStatus), ...codes.map(meaningOfMessagesCode)];
		for (const meaning of all) {
			expect(meaning?.what).not.toMatch(/\b(error|problem|failure)\b|\.$/i);
			expect(meaning?.advice).not.toMatch(/\.$/);
		}
	});
});

describe('a response of the SMS API in which an entry has no status', () => {
	async function resultOf(...messages: unknown[]) {
		const answer = { statusCode: 200, headers: {}, body: { 'message-count': '1', messages } };
		const content = { type: 'text', text: 'Hello' } as const;
		const message = { from: '447700900000', to: '447700900001', content };
		return await sendSms(answering(answer).context, message, { kind: 'basic' });
	}

	// A message that was refused may be sent again by "Retry On Fail".
	it.each([
		['with an ID', [{ 'message-id': '0C000000538BA945' }]],
		['that is empty', [{}]],
		['next to a refusal', [{ status: '5' }, { status: null }]],
	])('does not say that nothing was sent (%s)', async (_, messages) => {
		expect(await resultOf(...messages)).toMatchObject({ kind: 'unknown' });
	});

	it('says which parts were sent', async () => {
		const sent = { status: '0', 'message-id': '0C000000538BA945' };
		expect(await resultOf(sent, {})).toMatchObject({
			kind: 'partial',
			parts: [{ id: '0C000000538BA945' }],
		});
	});
});

describe('parameters of the SMS API', () => {
	async function formOf(message: SmsApiMessage): Promise<Record<string, string>> {
		const { context, sent } = answering({ statusCode: 200, headers: {}, body: {} });
		await sendSms(context, message, { kind: 'basic' });
		return Object.fromEntries(new URLSearchParams(String(sent[0]?.body)));
	}

	it('leave out empty values, and keep zero and false', async () => {
		expect(
			await formOf({
				from: 'ACME',
				to: '447700900123',
				content: { type: 'text', text: 'Hello' },
				messageClass: 0,
				statusReportReq: false,
				clientRef: '',
				callback: undefined,
			}),
		).toEqual({
			from: 'ACME',
			to: '447700900123',
			type: 'text',
			text: 'Hello',
			'message-class': '0',
			'status-report-req': 'false',
		});
	});

	it('give the time to live in milliseconds', async () => {
		const content = { type: 'text', text: 'x' } as const;
		expect(await formOf({ from: 'A', to: '1', content, ttl: 20 })).toMatchObject({ ttl: '20000' });
	});
});
