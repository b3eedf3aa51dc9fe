import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readMessagesAnswer } from '../../../nodes/VonageSms/vonage/messages';
import { readSmsAnswer } from '../../../nodes/VonageSms/vonage/sms';
import { matcher } from '../../vectors/matcher';

interface Case {
	id: string;
	api: string;
	answer: { status: number; headers: Record<string, string>; body: string };
	expect: Record<string, unknown>;
}

const vectors: { cases: Case[] } = JSON.parse(
	readFileSync(join(__dirname, '../../vectors/official-answers.json'), 'utf8'),
);

/** As n8n's HTTP helper gives it: parsed where it is JSON. */
function parsed(body: string): unknown {
	try {
		return JSON.parse(body);
	} catch {
		return body;
	}
}

/** The answers of the other APIs are read by a whole run: test/integration/actions/officialAnswers.test.ts. */
const sends = vectors.cases.filter(({ api }) => api === 'sms' || api === 'messages');

describe("Vonage's own answers to a send", () => {
	it.each(sends.map((vector) => [vector.id, vector] as const))('%s', (id, vector) => {
		const { status, headers, body } = vector.answer;
		const response = { status, headers, body: parsed(body) };
		const isJwt = id.includes('jwt');
		const answer =
			vector.api === 'sms'
				? readSmsAnswer(response)
				: readMessagesAnswer(response, isJwt ? 'application' : 'basic');
		expect(answer).toEqual(matcher(vector.expect));
	});

	it('give the id that Vonage support asks for', () => {
		const headers = { 'x-request-id': 'e1b2' };
		const answer = readSmsAnswer({ status: 503, headers, body: '' });
		expect(answer).toMatchObject({ kind: 'unknown', requestId: 'e1b2' });
	});
});
