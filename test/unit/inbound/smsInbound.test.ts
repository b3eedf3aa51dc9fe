import { recognise } from '../../../nodes/VonageSms/inbound';
import { scenarios } from '../../vectors/reassembly-scenarios.json';
import { vectors } from '../../vectors/vonage-webhooks.json';
import { sms, without } from './requests';

const part = {
	...sms,
	concat: 'true',
	'concat-ref': '08b5',
	'concat-total': '3',
	'concat-part': '2',
};
const binary = {
	...sms,
	type: 'binary',
	text: 'Binary message',
	data: '00ff',
	udh: '0605040b8423f0',
};

describe('published records', () => {
	const whole = vectors.filter(
		({ input }) => input.body !== undefined && 'messageId' in input.body,
	);

	it.each(whole)('$source', ({ input, expected }) => {
		const inbound = recognise(input.body as Record<string, unknown>);
		expect(inbound).toMatchObject(without(expected as Record<string, unknown>, 'note'));
	});
});

describe('an SMS of the SMS API', () => {
	it('is a separate message without concatenation', () => {
		expect(recognise(sms)).toEqual({
			kind: 'message',
			api: 'sms',
			accountId: 'abcd1234',
			verified: false,
			timestamp: '2020-01-01T12:00:00.000Z',
			record: sms,
			messageId: '0A0000000123ABCD',
			from: '447700900001',
			to: '447700900000',
			type: 'text',
			text: 'Hello world',
			keyword: 'HELLO',
			data: null,
			udh: null,
			partsTotal: 1,
			media: [],
			participants: [],
		});
	});

	it('is a part with concatenation, with its reference in uppercase', () => {
		expect(recognise(part)).toMatchObject({
			kind: 'part',
			ref: '08B5',
			total: 3,
			part: 2,
			refBits: null,
			text: 'Hello world',
		});
	});

	it.each<[string, unknown, unknown, unknown, unknown]>([
		['numbers and booleans', true, 171, 3, 2],
		['1 for true', 1, '171', '3', '2'],
		['"1" for true', '1', '171', '3', '2'],
		['upper case', 'TRUE', '171', '3', '2'],
		['no flag', undefined, '171', '3', '2'],
		['leading zeros and spaces', 'true', '171', '003', ' 2 '],
	])('is a part with %s', (_, concat, ref, total, number) => {
		const record = { ...part, concat, 'concat-ref': ref, 'concat-total': total };
		expect(recognise({ ...record, 'concat-part': number })).toMatchObject({
			kind: 'part',
			ref: '171',
			total: 3,
			part: 2,
		});
	});

	it.each<[string, Record<string, unknown>]>([
		['part 0', { 'concat-part': '0' }],
		['a part above the total', { 'concat-part': '4' }],
		['total 0', { 'concat-total': '0', 'concat-part': '0' }],
		['total 256', { 'concat-total': '256' }],
		['total 1e9', { 'concat-total': '1e9' }],
		['total 1000000000', { 'concat-total': 1_000_000_000 }],
		['a total of 400 digits', { 'concat-total': '1'.repeat(400) }],
		['a broken part', { 'concat-part': '1.5' }],
		['a negative part', { 'concat-part': '-1' }],
		['a part in words', { 'concat-part': 'two' }],
		['no total', { 'concat-total': undefined }],
		['no reference', { 'concat-ref': undefined }],
		['the reference null', { 'concat-ref': 'null' }],
		['the flag false', { concat: false }],
		['the flag "false"', { concat: 'false' }],
		['the flag 0', { concat: '0' }],
	])('is a separate message with %s', (_, other) => {
		expect(recognise({ ...part, ...other })).toMatchObject({
			kind: 'message',
			text: 'Hello world',
		});
	});

	it.each<[string, string, object]>([
		['8-bit', '0500032a0302', { ref: '2A', refBits: 8, total: 3, part: 2 }],
		['8-bit below 16', '050003050302', { ref: '05', refBits: 8 }],
		['16-bit', '0608040012FF02', { ref: '0012', refBits: 16, total: 255, part: 2 }],
		['after ports', '0b05040b8423f00003170201', { ref: '17', refBits: 8, total: 2, part: 1 }],
	])('uses an %s reference from the header instead of concat-*', (_, udh, expected) => {
		expect(recognise({ ...binary, udh })).toMatchObject({ kind: 'part', ...expected });
		expect(recognise({ ...part, udh })).toMatchObject({ kind: 'part', ...expected });
	});

	it('falls back to concat-* if the header has impossible numbers', () => {
		expect(recognise({ ...part, udh: '0500032A0203' })).toMatchObject({
			ref: '08B5',
			refBits: null,
		});
	});

	it('gives both parts the same reference if concat-* and the header disagree', () => {
		const scenario = scenarios.find(({ name }) => name === 'concat-* and udh disagree');
		const refs = scenario?.input.steps.map((step) =>
			recognise((step as { webhook: Record<string, unknown> }).webhook),
		);
		expect(refs).toMatchObject([
			{ ref: '2A', refBits: 8, part: 1 },
			{ ref: '2A', refBits: 8, part: 2 },
		]);
	});

	it('keeps the text as received: spaces, line breaks, marks, NUL, and half a surrogate pair', () => {
		for (const text of ['  a  ', '\r\n', '\u202Eabc', 'a\0b', '\uD83D', 'null', '0', '']) {
			expect(recognise({ ...sms, text })).toMatchObject({ kind: 'message', text });
		}
	});

	it('is recognized without text, as a blank SMS', () => {
		const smallest = { messageId: '0A00', text: '' };
		expect(recognise(smallest)).toMatchObject({ kind: 'message', type: 'text', text: '' });
		expect(recognise(without(sms, 'text'))).toMatchObject({
			kind: 'message',
			type: 'text',
			text: '',
		});
	});

	it('has no metadata if it is empty, null or the word null', () => {
		for (const absent of ['', null, 'null', undefined]) {
			const record = { ...sms, msisdn: absent, to: absent, keyword: absent, 'api-key': absent };
			expect(recognise({ ...record, 'message-timestamp': absent })).toMatchObject({
				kind: 'message',
				from: null,
				to: null,
				keyword: null,
				accountId: null,
				timestamp: null,
			});
		}
	});

	it.each(['VONAGETEST', 'MTN', '40404', '+447700900001', 'Ärzte'])(
		'can come from %s',
		(msisdn) => {
			expect(recognise({ ...sms, msisdn })).toMatchObject({ from: msisdn });
		},
	);

	it('reads numbers as text', () => {
		expect(recognise({ ...sms, msisdn: 447700900001, text: 5 })).toMatchObject({
			from: '447700900001',
			text: '5',
		});
	});

	it('keeps unknown fields', () => {
		const record = { ...sms, network: '23410', price: '0.01', extra: { nested: true } };
		expect(recognise({ ...record, sig: 'abc' })).toMatchObject({ kind: 'message', record });
		expect(recognise({ ...record, sig: 'abc' })).not.toHaveProperty('record.sig');
	});

	it.each<[unknown, string | null]>([
		['2020-01-01 12:00:00', '2020-01-01T12:00:00.000Z'],
		['2020-01-01 12:00:00 +0000', '2020-01-01T12:00:00.000Z'],
		['2020-01-01 12:00:00 UTC', '2020-01-01T12:00:00.000Z'],
		['2020-01-01T12:00:00.000+00:00', '2020-01-01T12:00:00.000Z'],
		['2020-01-01T12:00:00.000 00:00', '2020-01-01T12:00:00.000Z'],
		['2020-01-01T12:00:00.123456+02:00', '2020-01-01T10:00:00.123Z'],
		['2020-01-01T12:00:00-0130', '2020-01-01T13:30:00.000Z'],
		['2020-01-01T12:00:00Z', '2020-01-01T12:00:00.000Z'],
		['1577880000', '2020-01-01T12:00:00.000Z'],
		[1577880000, '2020-01-01T12:00:00.000Z'],
		['2020-13-01 12:00:00', null],
		['2020-01-01', null],
		['soon', null],
		['9'.repeat(400), null],
	])('reads the time %j as %j', (written, timestamp) => {
		expect(recognise({ ...sms, 'message-timestamp': written })).toMatchObject({ timestamp });
	});

	it('uses the time of the signature if there is no other', () => {
		const record = { ...sms, 'message-timestamp': undefined, timestamp: '1577880000' };
		expect(recognise(record)).toMatchObject({ timestamp: '2020-01-01T12:00:00.000Z' });
	});
});
