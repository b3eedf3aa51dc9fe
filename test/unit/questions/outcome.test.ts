import { delivery, unanswered, type Reason } from '../../../nodes/VonageSms/questions';
import { answered } from '../../../nodes/VonageSms/questions/outcome';
import { reply } from '../../integration/questions/builders';
import { loadSchema, violations } from '../items/schema';

const terms = { from: '+447700900001', to: '+447700900123' };
const schema = loadSchema('v1.0.0/message/sendAndWait.json');

describe('the outcome of a question', () => {
	const reasons: Reason[] = ['timeout', 'optOut', 'code', 'replaced', 'notNeeded', 'erased'];

	it.each(reasons)('has the fields that the editor shows, without an answer (%s)', (reason) => {
		expect(violations(schema, { data: unanswered(terms, reason) })).toEqual([]);
	});

	it('has the same fields with an answer', () => {
		const data = answered(terms, reply('Yes'), { text: 'Yes', approved: true, feedback: null });
		expect(violations(schema, { data })).toEqual([]);
		expect(Object.keys(data)).toEqual(Object.keys(unanswered(terms, 'timeout')));
	});

	it('says that the person who was asked did not reply', () => {
		expect(unanswered(terms, 'timeout')).toMatchObject({
			from: '+447700900123',
			to: '+447700900001',
			timedOut: true,
		});
	});
});

describe('the outcome of a delivery', () => {
	const part = (messageId: string, status: string | null) => ({
		messageId,
		receipt:
			status === null
				? null
				: {
						status,
						errorCode: status === 'delivered' ? '0' : '6',
						errorText: null,
						receivedAt: '2020-01-01T12:00:00.000Z',
					},
	});
	const statusOf = (...statuses: Array<string | null>) =>
		delivery(
			terms,
			statuses.map((status, index) => part(String(index), status)),
			true,
		);

	it.each([
		[
			['delivered', 'delivered'],
			{ status: 'delivered', delivered: true, answered: true, timedOut: false },
		],
		[
			['delivered', 'failed'],
			{ status: 'failed', delivered: false, answered: true, errorCode: '6' },
		],
		[['delivered', null], { status: 'unknown', delivered: false, answered: false, timedOut: true }],
		[['expired', null], { status: 'expired', delivered: false, answered: false, timedOut: true }],
		[[], { status: 'unknown', delivered: false, answered: false, timedOut: true }],
	])('of parts that are %j', (statuses, outcome) => {
		expect(statusOf(...statuses)).toMatchObject(outcome);
	});
});
