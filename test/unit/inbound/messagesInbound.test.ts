import { recognise } from '../../../nodes/VonageSms/inbound';
import { byJson, decide, expectRefused, messagesV1, unsigned } from './requests';

const v01 = {
	message_uuid: messagesV1.message_uuid,
	to: { type: 'sms', number: '447700900000' },
	from: { type: 'sms', number: '447700900001' },
	timestamp: messagesV1.timestamp,
	direction: 'inbound',
	message: { content: { type: 'text', text: 'Hello world' }, sms: { num_messages: '2' } },
};

const mms = {
	channel: 'mms',
	message_uuid: messagesV1.message_uuid,
	to: '12025550100',
	from: '12025550101',
	timestamp: messagesV1.timestamp,
	message_type: 'image',
	image: { url: 'https://api-us.nexmo.com/v3/media/1', caption: 'Our cat', name: 'cat.jpg' },
};

describe('an SMS of the Messages API', () => {
	it('is complete as received', () => {
		expect(recognise(messagesV1)).toEqual({
			kind: 'message',
			api: 'messages',
			accountId: null,
			verified: false,
			timestamp: '2020-01-01T12:00:00.000Z',
			record: messagesV1,
			messageId: messagesV1.message_uuid,
			from: '447700900001',
			to: '447700900000',
			type: 'text',
			text: 'Hello world',
			keyword: 'HELLO',
			data: null,
			udh: null,
			partsTotal: 2,
			media: [],
			participants: [],
		});
	});

	it('is recognized in the v0.1 format', () => {
		expect(recognise(v01)).toMatchObject({
			kind: 'message',
			api: 'messages',
			from: '447700900001',
			to: '447700900000',
			text: 'Hello world',
			keyword: null,
			partsTotal: 2,
			record: v01,
		});
	});

	it.each<[unknown, number]>([
		[{ num_messages: '3' }, 3],
		[{ num_messages: 3 }, 3],
		[{ total_count: '3' }, 3],
		[{ count_total: '3' }, 3],
		[{ num_messages: '1000000000' }, 1],
		[{ num_messages: -1 }, 1],
		[{}, 1],
		[undefined, 1],
		['broken', 1],
	])('counts its parts from %j', (sms, partsTotal) => {
		expect(recognise({ ...messagesV1, sms })).toMatchObject({ kind: 'message', partsTotal });
	});

	it('keeps its text as received', () => {
		for (const text of ['', ' a ', 'null', '\uD83D']) {
			expect(recognise({ ...messagesV1, text })).toMatchObject({ text });
		}
	});

	it.each([undefined, null, ''])('is empty with the text %j', (text) => {
		expect(recognise({ ...messagesV1, message_type: 'unsupported', text })).toMatchObject({
			kind: 'message',
			text: '',
		});
	});

	it.each([
		['whatsapp', {}],
		['rcs', {}],
		['viber_service', {}],
		['messenger', { from: '9876543210' }],
		['instagram', { from: undefined }],
		['email', { from: ['no number'] }],
		['WhatsApp', { status: 'read' }],
		['whatsapp', { message_uuid: undefined }],
	])('is not a message of the channel %s, which is reported separately', (channel, other) => {
		expect(recognise({ ...messagesV1, ...other, channel })).toMatchObject({
			kind: 'unrecognised',
			otherChannel: channel.toLowerCase(),
		});
		// The status of the response: the request is valid, so Vonage doesn't have to retry it.
		expectRefused(decide(byJson({ ...messagesV1, ...other, channel }), unsigned), 200);
	});

	it('is not recognized in a v0.1 message from another channel', () => {
		const ends = { from: { type: 'messenger', id: '1' }, to: { type: 'messenger', id: '2' } };
		expect(recognise({ ...v01, ...ends })).toMatchObject({ otherChannel: 'messenger' });
	});

	it.each<[string, Record<string, unknown>, string[], string]>([
		['an object as text', { ...messagesV1, text: {} }, ['text'], 'Messages API'],
		['no id', { ...messagesV1, message_uuid: '' }, ['message_uuid'], 'Default SMS Setting'],
		['no id', { channel: 'sms', from: '1' }, ['message_uuid'], 'Default SMS Setting'],
		['no channel', { ...messagesV1, channel: undefined }, ['channel'], 'Default SMS Setting'],
		['nonsense as channel', { ...messagesV1, channel: 'a b' }, ['channel'], 'a channel name'],
		['a list as sender', { ...messagesV1, from: ['1'] }, ['from'], 'neither text nor a number'],
		[
			'an id with NUL',
			{ ...messagesV1, message_uuid: 'a\0' },
			['message_uuid'],
			'control characters',
		],
		[
			'a huge number',
			{ ...v01, to: { type: 'sms', number: 1e300 } },
			['to'],
			"isn't a whole number",
		],
	])('is not recognized with %s', (_, record, missing, reason) => {
		expect(recognise(record)).toMatchObject({
			kind: 'unrecognised',
			otherChannel: null,
			missing,
			reason: expect.stringContaining(reason) as string,
		});
	});
});

describe('an MMS', () => {
	it('has its URL and caption, and no text', () => {
		expect(recognise(mms)).toMatchObject({
			kind: 'message',
			type: 'mms',
			text: '',
			partsTotal: 1,
			media: [{ type: 'image', url: mms.image.url, name: 'cat.jpg', caption: 'Our cat' }],
			participants: [],
		});
	});

	it.each(['image', 'audio', 'video', 'vcard', 'file'])('may contain one %s', (kind) => {
		const record = { ...mms, image: undefined, message_type: kind, [kind]: { url: 'https://x/1' } };
		expect(recognise(record)).toMatchObject({
			media: [{ type: kind, url: 'https://x/1', name: null, caption: null }],
		});
	});

	it('may contain several attachments and texts', () => {
		const content = [
			{ type: 'text', text: 'Look' },
			{ type: 'image', url: 'https://x/1', caption: 'one' },
			{ type: 'video', video: { url: 'https://x/2' } },
			{ type: 'text', text: 'at this' },
		];
		expect(recognise({ ...mms, image: undefined, content })).toMatchObject({
			text: 'Look\nat this',
			media: [
				{ type: 'image', url: 'https://x/1', name: null, caption: 'one' },
				{ type: 'video', url: 'https://x/2', name: null, caption: null },
			],
		});
	});

	it('has each attachment once, with the name and the caption of either copy', () => {
		const content = [
			{ type: 'image', url: mms.image.url },
			{ type: 'image', url: 'https://x/2', name: 'dog.jpg' },
			{ type: 'image', url: 'https://x/2', caption: 'Our dog' },
			{ type: 'file', url: 'https://x/2' },
		];
		expect(recognise({ ...mms, content })).toMatchObject({
			media: [
				{ type: 'image', url: mms.image.url, name: 'cat.jpg', caption: 'Our cat' },
				{ type: 'image', url: 'https://x/2', name: 'dog.jpg', caption: 'Our dog' },
				{ type: 'file', url: 'https://x/2', name: null, caption: null },
			],
		});
	});

	it.each<[unknown, string[]]>([
		[{ participants: ['447700900002', 447700900003] }, ['447700900002', '447700900003']],
		[{ participants: [{}, null, 'x'.repeat(300)] }, []],
		[{ participants: '447700900002' }, []],
		[undefined, []],
	])('reads %j as the group members %j', (group, participants) => {
		expect(recognise({ ...mms, mms: group })).toMatchObject({ kind: 'message', participants });
	});

	it('may be text only', () => {
		const record = { ...mms, image: undefined, message_type: 'text', text: 'Hello' };
		expect(recognise(record)).toMatchObject({ type: 'mms', text: 'Hello', media: [] });
	});

	it('is recognized in the v0.1 format', () => {
		const message = { content: { type: 'image', image: { url: 'https://x/1' } } };
		const ends = { to: { type: 'mms', number: '1' }, from: { type: 'mms', number: '2' } };
		expect(recognise({ ...v01, ...ends, message })).toMatchObject({
			type: 'mms',
			media: [{ type: 'image', url: 'https://x/1' }],
		});
	});

	it.each<[string, unknown]>([
		['a script', { url: 'javascript:alert(1)' }],
		['a file', { url: 'file:///etc/passwd' }],
		['no link', {}],
		['nonsense', 'https://x/1'],
		['a list', [{ url: 'https://x/1' }]],
		['an object as link', { url: { href: 'https://x/1' } }],
	])('omits %s instead of a link', (_, image) => {
		expect(recognise({ ...mms, image })).toMatchObject({ kind: 'message', media: [] });
	});
});
