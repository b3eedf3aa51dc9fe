import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readMessagesAnswer } from '../../../nodes/VonageSms/vonage/messages';
import { readSmsAnswer } from '../../../nodes/VonageSms/vonage/sms';

interface Case {
	id: string;
	api: 'sms' | 'messages';
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

/** Turns `{"$match": "/x/i"}` into a matcher, at every depth. */
function matcher(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(matcher);
	if (typeof value !== 'object' || value === null) return value;
	if ('$match' in value) {
		const [, source = '', flags = ''] = /^\/(.*)\/(\w*)$/.exec(String(value.$match)) ?? [];
		return expect.stringMatching(new RegExp(source, flags));
	}
	const entries = Object.entries(value).map(([name, entry]) => [name, matcher(entry)]);
	return expect.objectContaining(Object.fromEntries(entries));
}

describe("Vonage's own answers to a send", () => {
	it.each(vectors.cases.map((vector) => [vector.id, vector] as const))('%s', (id, vector) => {
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
