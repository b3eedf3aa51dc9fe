import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sendMessage, type MessagesApiAuth } from '../../../nodes/VonageSms/vonage/messages';
import { sendSms } from '../../../nodes/VonageSms/vonage/sms';
import { matcher } from '../../vectors/matcher';
import { answering, type HelperAnswer } from './exchange';

interface Case {
	id: string;
	api: string;
	answer: { status: number; headers: Record<string, string>; body: string };
	expect: Record<string, unknown>;
}

const vectors: { cases: Case[] } = JSON.parse(
	readFileSync(join(__dirname, '../../vectors/official-answers.json'), 'utf8'),
);

function parsed(body: string): unknown {
	try {
		return JSON.parse(body);
	} catch {
		return body;
	}
}

/** test/integration/actions/officialAnswers.test.ts covers the other APIs. */
const sends = vectors.cases.filter(({ api }) => api === 'sms' || api === 'messages');

describe("Vonage's own responses to a send", () => {
	const { privateKey } = generateKeyPairSync('rsa', {
		modulusLength: 2048,
		publicKeyEncoding: { type: 'spki', format: 'pem' },
		privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
	});
	const parties = { from: '447700900000', to: '447700900001' };

	async function smsResult(answer: HelperAnswer) {
		const content = { type: 'text', text: 'Hello' } as const;
		return await sendSms(answering(answer).context, { ...parties, content }, { kind: 'basic' });
	}

	async function messagesResult(answer: HelperAnswer, auth: MessagesApiAuth) {
		const message = { ...parties, channel: 'sms', text: 'Hello', encoding: 'auto' } as const;
		return await sendMessage(answering(answer).context, message, auth);
	}

	it.each(sends.map((vector) => [vector.id, vector] as const))('%s', async (id, vector) => {
		const { status: statusCode, headers, body } = vector.answer;
		const answer = { statusCode, headers, body: parsed(body) };
		const auth: MessagesApiAuth = id.includes('jwt')
			? { kind: 'application', applicationId: 'app-id', privateKey }
			: { kind: 'basic' };
		const result =
			vector.api === 'sms' ? await smsResult(answer) : await messagesResult(answer, auth);
		expect(result).toEqual(matcher(vector.expect));
	});

	it('contain the id that Vonage support asks for', async () => {
		const headers = { 'x-request-id': 'e1b2' };
		const result = await smsResult({ statusCode: 503, headers, body: '' });
		expect(result).toMatchObject({ kind: 'unknown', requestId: 'e1b2' });
	});
});
