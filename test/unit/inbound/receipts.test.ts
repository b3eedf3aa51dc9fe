import { recognise } from '../../../nodes/VonageSms/inbound';
import { sms } from './requests';

const receipt = {
	msisdn: '447700900001',
	to: 'AcmeInc',
	'network-code': '23410',
	messageId: '0B00000000000001',
	price: '0.03330000',
	status: 'delivered',
	scts: '2001011130',
	'err-code': '0',
	'api-key': 'abcd1234',
	'client-ref': 'order 7',
	'message-timestamp': '2020-01-01 11:31:00',
};

const statusV1 = {
	message_uuid: 'aaaaaaaa-bbbb-4ccc-8ddd-0123456789ab',
	to: '447700900001',
	from: 'AcmeInc',
	timestamp: '2020-01-01T11:31:00Z',
	status: 'rejected',
	channel: 'sms',
	client_ref: 'order 7',
	error: {
		type: 'https://developer.vonage.com/api-errors/messages#1170',
		title: '1170',
		detail: 'Invalid recipient number',
		instance: 'x',
	},
	usage: { currency: 'EUR', price: '0.0333' },
	destination: { network_code: '23410' },
	sms: { count_total: '2' },
};

describe('a delivery receipt of the SMS API', () => {
	it('reports the status of a sent message, with the recipient in msisdn', () => {
		expect(recognise({ ...receipt, sig: 'abc' })).toEqual({
			kind: 'receipt',
			api: 'sms',
			accountId: 'abcd1234',
			verified: false,
			timestamp: '2020-01-01T11:31:00.000Z',
			record: receipt,
			messageId: '0B00000000000001',
			status: 'delivered',
			errorCode: '0',
			errorText: 'Delivered',
			to: '447700900001',
			from: 'AcmeInc',
			network: '23410',
			price: 0.0333,
			currency: null,
			clientRef: 'order 7',
			segments: null,
			failedSegments: [],
			sentAt: '2020-01-01T11:30:00.000Z',
		});
	});

	it.each(['delivered', 'accepted', 'buffered', 'expired', 'failed', 'rejected', 'unknown'])(
		'may have the status %s',
		(status) => {
			expect(recognise({ ...receipt, status })).toMatchObject({ kind: 'receipt', status });
			const shouted = status.toUpperCase();
			expect(recognise({ ...receipt, status: shouted })).toMatchObject({ status });
		},
	);

	it('has an unknown status if the status is new or missing', () => {
		expect(recognise({ ...receipt, status: 'teleported' })).toMatchObject({ status: 'unknown' });
		expect(recognise({ ...receipt, status: '' })).toMatchObject({
			kind: 'receipt',
			status: 'unknown',
		});
	});

	it.each<[unknown, string | null, string | null]>([
		['1', '1', 'Failed for an unknown reason'],
		[8, '8', 'Network error'],
		['99', '99', 'General error'],
		['16', '16', 'Quota of the gateway exceeded'],
		['4711', '4711', null],
		['constructor', 'constructor', null],
		['', null, null],
	])('explains the error %j', (code, errorCode, errorText) => {
		expect(recognise({ ...receipt, 'err-code': code })).toMatchObject({ errorCode, errorText });
	});

	it.each<[unknown, number | null]>([
		['0.00845000', 0.00845],
		[0.5, 0.5],
		['0', 0],
		['free', null],
		['1e5', null],
		['9'.repeat(400), null],
		[undefined, null],
	])('reads the price %j as %j', (price, expected) => {
		expect(recognise({ ...receipt, price })).toMatchObject({ price: expected });
	});

	it.each<[unknown, string | null]>([
		[2001011130, '2020-01-01T11:30:00.000Z'],
		['1234567890', null],
		['20010111', null],
		['2020-01-01 11:30:00', '2020-01-01T11:30:00.000Z'],
		['', null],
		['null', null],
	])('reads the time %j of the network as %j', (scts, sentAt) => {
		expect(recognise({ ...receipt, scts })).toMatchObject({ sentAt });
	});

	it('is not recognized if there is content, because an account may add a status to an SMS', () => {
		expect(recognise({ ...sms, status: 'delivered' })).toMatchObject({ kind: 'message' });
		expect(recognise({ ...receipt, text: '' })).toMatchObject({ kind: 'receipt' });
	});

	it('is not recognized without an id', () => {
		expect(recognise({ ...receipt, messageId: '' })).toMatchObject({
			kind: 'unrecognised',
			missing: ['messageId'],
		});
		expect(recognise({ ...receipt, msisdn: ['1'] })).toMatchObject({ missing: ['msisdn'] });
	});
});

describe('a message status of the Messages API', () => {
	it('has the same fields as a receipt, with the text of its error', () => {
		expect(recognise(statusV1)).toEqual({
			kind: 'receipt',
			api: 'messages',
			accountId: null,
			verified: false,
			timestamp: '2020-01-01T11:31:00.000Z',
			record: statusV1,
			messageId: 'aaaaaaaa-bbbb-4ccc-8ddd-0123456789ab',
			status: 'rejected',
			errorCode: '1170',
			errorText: 'Recipient not valid',
			to: '447700900001',
			from: 'AcmeInc',
			network: '23410',
			price: 0.0333,
			currency: 'EUR',
			clientRef: 'order 7',
			segments: 2,
			failedSegments: [],
			sentAt: null,
		});
	});

	it.each(['submitted', 'delivered', 'rejected', 'undeliverable'])('may be %s', (status) => {
		expect(recognise({ ...statusV1, status })).toMatchObject({ kind: 'receipt', status });
	});

	it.each<[string, unknown, string | null, string | null]>([
		[
			'a number as title',
			{ title: 1000 },
			'1000',
			'Throttled: sent faster than the account allows',
		],
		[
			'the code only in the type',
			{ type: 'https://x/messages#1490' },
			'1490',
			'Segment timed out: overall delivery unknown',
		],
		['an unknown code', { title: '9999', detail: 'New trouble' }, '9999', 'New trouble'],
		['no code', { title: 'Trouble' }, null, 'Trouble'],
		[
			'the v0.1 format',
			{ code: 1290, reason: 'Prepaid' },
			'1290',
			'Recipient out of prepaid credit',
		],
		['none', undefined, null, null],
		['nonsense', 'broken', null, null],
		['nested nonsense', { title: { a: 1 }, code: [] }, null, null],
	])('reads an error with %s', (_, error, errorCode, errorText) => {
		expect(recognise({ ...statusV1, error })).toMatchObject({ errorCode, errorText });
	});

	it.each<[unknown, number | null, number[]]>([
		[{ count_total: '2' }, 2, []],
		[{ count_total: 3 }, 3, []],
		[{ total_count: '2' }, 2, []],
		[
			{
				count_total: '3',
				segments: [
					{ status: 'delivered' },
					{ status: 'rejected', error_code: '1210' },
					{ status: 'undeliverable' },
				],
			},
			3,
			[2, 3],
		],
		[{ segments: [{ status: 'delivered' }, { status: 'submitted', error_code: 1490 }] }, 2, [2]],
		[{ segments: 'broken' }, null, []],
		[{ segments: [null] }, 1, []],
		[undefined, null, []],
	])(
		'reads %j as the segments %j with the failed segments %j',
		(segmented, segments, failedSegments) => {
			expect(recognise({ ...statusV1, sms: segmented })).toMatchObject({
				segments,
				failedSegments,
			});
		},
	);

	it('reads the code of a nested error', () => {
		const error = { error: { title: 1000, detail: 'Throttled' } };
		expect(recognise({ ...statusV1, error })).toMatchObject({ errorCode: '1000' });
	});

	it('is recognized without usage and destination, or with invalid values for them', () => {
		const bare = { ...statusV1, usage: undefined, destination: 'x' };
		expect(recognise(bare)).toMatchObject({ price: null, currency: null, network: null });
	});

	it('is recognized in the v0.1 format', () => {
		const { message_uuid, timestamp } = statusV1;
		const record = {
			message_uuid,
			to: { type: 'sms', number: '447700900001' },
			from: { type: 'sms', number: '447700900000' },
			timestamp,
			status: 'delivered',
			usage: { currency: 'EUR', price: 0.05 },
			client_ref: 'order 7',
		};
		expect(recognise(record)).toMatchObject({
			kind: 'receipt',
			status: 'delivered',
			to: '447700900001',
			from: '447700900000',
			price: 0.05,
		});
	});
});
