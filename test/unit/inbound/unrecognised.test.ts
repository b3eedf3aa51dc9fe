import { recognise } from '../../../nodes/VonageSms/inbound';
import { sms } from './requests';

const part = {
	...sms,
	concat: 'true',
	'concat-ref': '08b5',
	'concat-total': '3',
	'concat-part': '2',
};

describe('an unrecognized record', () => {
	it('is a URL check if it is empty', () => {
		expect(recognise({})).toEqual({ kind: 'urlCheck' });
		expect(recognise(Object.create(null) as Record<string, unknown>)).toEqual({ kind: 'urlCheck' });
	});

	it.each<[string, Record<string, unknown>, string[]]>([
		['nothing known', { hello: 'world' }, ['messageId', 'text']],
		['an SMS without id', { ...sms, messageId: undefined }, ['messageId']],
		['an SMS whose id is null', { ...sms, messageId: 'null' }, ['messageId']],
		['only an id', { messageId: '0A00' }, ['text']],
		['an id and a sender', { messageId: '0A00', msisdn: '447700900001' }, ['text']],
	])('names the missing fields and the dashboard setting: %s', (_, record, missing) => {
		const inbound = recognise(record);
		expect(inbound).toMatchObject({ kind: 'unrecognised', missing });
		for (const text of [...missing, 'Default SMS Setting']) {
			expect(inbound).toHaveProperty('reason', expect.stringContaining(text));
		}
	});

	it.each<[string, unknown, string]>([
		['messageId', 'x'.repeat(256), 'longer than 255'],
		['messageId', 'a\0b', 'control characters'],
		['messageId', ['0A00'], 'neither text nor a number'],
		['messageId', 1e300, "isn't a whole number"],
		['messageId', 0.5, "isn't a whole number"],
		['messageId', true, 'neither text nor a number'],
		['msisdn', '4477\n00', 'control characters'],
		['msisdn', '1'.repeat(400), 'longer than 255'],
		['to', { number: '447700900000' }, 'neither text nor a number'],
		['concat-ref', '\x85', 'control characters'],
		['text', { text: 'Hello' }, 'not text'],
		['text', ['Hello'], 'not text'],
		['type', {}, 'not text'],
		['data', ['00'], 'not text'],
	])('has an impossible %s: %j', (name, value, fault) => {
		expect(recognise({ ...part, [name]: value })).toMatchObject({
			kind: 'unrecognised',
			missing: [name],
		});
		expect(recognise({ ...part, [name]: value })).toHaveProperty(
			'reason',
			expect.stringContaining(fault),
		);
	});

	it('accepts IDs of 255 characters', () => {
		expect(recognise({ ...sms, messageId: 'x'.repeat(255) })).toMatchObject({ kind: 'message' });
	});
});
