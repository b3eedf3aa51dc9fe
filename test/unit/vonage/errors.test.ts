import type { INode } from 'n8n-workflow';
import { refusalError, refusalOf } from '../../../nodes/VonageSms/vonage/errors';

const answer = (status: number, body: unknown) => ({ status, headers: {}, body });
const node: INode = {
	id: '1',
	name: 'Vonage',
	type: 'vonageSms',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

describe('a refusal', () => {
	test('is found in the body of an HTTP 200', () => {
		const body = { 'error-code': '420', 'error-code-label': 'method failed' };
		expect(refusalOf(answer(200, body))).toEqual({ status: 420, reason: 'method failed' });
	});

	test('is not found in a successful response of any API', () => {
		expect(
			refusalOf(answer(200, { 'error-code': '200', 'error-code-label': 'success' })),
		).toBeNull();
		expect(refusalOf(answer(202, { message_uuid: 'x' }))).toBeNull();
		expect(refusalOf(answer(204, ''))).toBeNull();
	});

	test('has the status 401 regardless of the body', () => {
		expect(refusalOf(answer(401, { 'error-code': '200' }))?.status).toBe(401);
	});

	test('contains the title, detail and parameters of a problem', () => {
		const body = {
			type: 'https://developer.vonage.com/api-errors/application#payload-validation',
			title: 'Bad Request',
			detail: 'The request failed due to validation errors',
			invalid_parameters: [{ name: 'name', reason: 'May not be empty' }, {}],
			instance: '797a8f199c45014ab7b08bfe9cc1c12c',
		};
		expect(refusalOf(answer(400, body))?.reason).toBe(
			'Bad Request. The request failed due to validation errors. name: May not be empty',
		);
	});

	test('does not contain the page of a proxy, or more than 300 characters', () => {
		expect(refusalOf(answer(502, '<html>Bad gateway</html>'))?.reason).toBeNull();
		expect(refusalOf(answer(400, { title: 'x'.repeat(999) }))?.reason).toHaveLength(300);
	});
});

test.each([
	[401, "Vonage doesn't accept the API key and secret", 'rotated'],
	[402, 'the balance is too low', 'Top up'],
	[403, "isn't allowed to list", 'right account'],
	[404, 'not found', "'REST URL'"],
	[420, 'Vonage refused to list', "didn't answer its check"],
	[429, 'Vonage rate-limited the request', 'Wait a minute'],
	[418, '(HTTP 418)', 'Check the parameters'],
	[503, 'right now (HTTP 503)', 'statuspage'],
])('HTTP %i has its own message and next step', (status, message, next) => {
	const error = refusalError(node, { status, reason: 'so' }, 'list the numbers');
	expect(error.message).toContain(message);
	expect(error.description).toMatch(/^Vonage says: so\. /);
	expect(error.description).toContain(next);
	expect(error.httpCode).toBe(String(status));
});
