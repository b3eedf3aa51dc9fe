import { toItem } from '../../../nodes/VonageSms/items';
import type { ItemOptions, MessageItem, ReceiptItem } from '../../../nodes/VonageSms/items';
import type { Message } from '../../../nodes/VonageSms/reassembly/types';
import { binary, message, part, receipt, whole } from './messages';
import { loadSchema, violations } from './schema';

const DEFAULTS: ItemOptions = {
	payloadFormat: 'auto',
	output: 'simplified',
	escapeFormulas: false,
};

const MESSAGE_KEYS = [
	'event',
	'id',
	'from',
	'text',
	'to',
	'fromCountry',
	'keyword',
	'type',
	'receivedAt',
	'complete',
	'partsTotal',
	'partsReceived',
	'missingParts',
	'messageIds',
	'optOut',
	'accountId',
	'api',
	'verified',
	'redelivered',
	'late',
	'sessionId',
	'chatInput',
];

function messageOf(given: Message, options: Partial<ItemOptions> = {}): MessageItem {
	const { json } = toItem(given, { ...DEFAULTS, ...options });
	if (json.event !== 'message') throw new Error('not a message');
	return json;
}

function receiptOf(given: Message, options: Partial<ItemOptions> = {}): ReceiptItem {
	const { json } = toItem(given, { ...DEFAULTS, ...options });
	if (json.event !== 'deliveryReceipt') throw new Error('not a receipt');
	return json;
}

describe('the item of a text message', () => {
	it('has every field of the contract, in its order', () => {
		const { json, binary: file } = toItem(message([whole()]), DEFAULTS);
		expect(json).toEqual({
			event: 'message',
			id: '0C000000538BA945',
			from: '+14155550100',
			fromCountry: 'US',
			to: '+447700900001',
			text: 'Hello world',
			keyword: 'HELLO',
			type: 'text',
			receivedAt: '2020-01-01T12:00:00.000Z',
			complete: true,
			partsTotal: 1,
			partsReceived: 1,
			missingParts: [],
			messageIds: ['0C000000538BA945'],
			optOut: false,
			accountId: 'abcd1234',
			api: 'sms',
			verified: true,
			redelivered: false,
			late: false,
			sessionId: '+14155550100 +447700900001',
			chatInput: 'Hello world',
		});
		expect(Object.keys(json)).toEqual(MESSAGE_KEYS);
		expect(file).toBeUndefined();
	});

	it('keeps sender IDs and short codes as received', () => {
		const item = messageOf(message([whole({ from: 'VONAGETEST', to: '12345' })]));
		expect(item).toMatchObject({ from: 'VONAGETEST', fromCountry: null, to: '12345' });
	});

	it('has null for values that are not in the record', () => {
		const silent = whole({
			from: null,
			to: null,
			keyword: null,
			accountId: null,
			timestamp: null,
			text: '',
		});
		expect(messageOf(message([silent]))).toMatchObject({
			from: null,
			fromCountry: null,
			to: null,
			text: '',
			keyword: null,
			accountId: null,
			receivedAt: '2020-01-01T12:00:05.250Z',
			// A person's memory must not be visible in someone else's conversation.
			sessionId: '0C000000538BA945',
			chatInput: '',
		});
	});

	it.each([
		[' até logo', 'ATÉ'],
		['report\nhigh\n2.5', 'REPORT'],
		['Hours?', 'HOURS'],
		['"YES!"', 'YES'],
		['¿Hola?', 'HOLA'],
		['- yes, please', 'YES'],
		['2.5 liters', '2.5'],
		['opt-out', 'OPT-OUT'],
		["can't", "CAN'T"],
		['\u200e\u2068stop\u2069', 'STOP'],
		['`menu`', 'MENU'],
		['\u00a0\u3000hello\u2028world', 'HELLO'],
		['👍', '👍'],
		['❤️ you', '❤️'],
		['?! …', null],
		['\u200b', null],
		['', null],
	])('for the text %j has the keyword %j', (text, keyword) => {
		// Vonage's keyword ends only at a space, and includes punctuation.
		expect(messageOf(message([whole({ keyword: 'IGNORED?\nTWO', text })])).keyword).toBe(keyword);
	});

	it.each(['!', '\u200b'])(
		'reads the keyword of a long text in one pass over its run of %j',
		(character) => {
			const text = `a${character.repeat(100_000)}b`;
			const start = performance.now();
			expect(messageOf(message([whole({ text })])).keyword).toBe(text.toUpperCase());
			// A few milliseconds. It is a minute if every character looks at all that follow.
			expect(performance.now() - start).toBeLessThan(15_000);
		},
	);

	it('has all times in one format', () => {
		const item = messageOf(message([whole({ timestamp: '2020-01-01T13:00:00+01:00' })]));
		expect(item.receivedAt).toBe('2020-01-01T12:00:00.000Z');
	});

	it.each([
		'STOP',
		' stop\n',
		'Unsubscribe',
		'stopall',
		'STOP ALL',
		'CANCEL',
		'end',
		'quit',
		'revoke',
		'OPTOUT',
		'opt out',
		'Opt-Out',
		'Opt out.',
		'opt\u2011out',
		'STOP.',
		'STOP!!!',
		'"STOP"',
		'“Stop”',
		'«stop»',
		'(stop)',
		'*STOP*',
		'<stop>',
		'S T O P',
		'\u200eSTOP\u200f',
		'ST\u200bOP',
		'\ufeffstop',
		'STOP\ufe0f',
		'\u00adstop',
		'ＳＴＯＰ',
		'stop\0',
	])('reads %j as an opt-out', (text) => {
		expect(messageOf(message([whole({ text })])).optOut).toBe(true);
	});

	it.each([
		'STOP it',
		'We have got to STOP this',
		'UNSTOP',
		'STopppp',
		'the end',
		'Stop 👍',
		'stop stop',
		'0 STOP',
		'',
		'.',
	])('does not read %j as an opt-out', (text) => {
		expect(messageOf(message([whole({ text })])).optOut).toBe(false);
	});

	it('does not read an incomplete message as an opt-out', () => {
		const incomplete = message([part(1, { text: 'STOP' })], {
			complete: false,
			missingParts: [2, 3],
			text: 'STOP',
		});
		expect(messageOf(incomplete).optOut).toBe(false);
	});
});

describe('the item of a long message', () => {
	it('has ids and records in part order, and the time of the part that arrived first', () => {
		const item = messageOf(
			message([
				part(3, { timestamp: '2020-01-01T12:00:03.000Z' }),
				part(1),
				part(2, { type: 'unicode' }),
			]),
			{ output: 'raw' },
		);
		expect(item).toMatchObject({
			id: 'M3',
			text: 'text 1text 2text 3',
			type: 'unicode',
			receivedAt: '2020-01-01T12:00:03.000Z',
			messageIds: ['M1', 'M2', 'M3'],
			partsTotal: 3,
			partsReceived: 3,
			records: [{ messageId: 'M1' }, { messageId: 'M2' }, { messageId: 'M3' }],
		});
		expect(Object.keys(item)).toEqual([...MESSAGE_KEYS, 'records']);
	});

	it('has no keyword without its first part, and lists the missing parts', () => {
		const item = messageOf(
			message([part(2)], { complete: false, missingParts: [1, 3], text: '[…]text 2', late: true }),
		);
		expect(item).toMatchObject({
			text: '[…]text 2',
			keyword: null,
			complete: false,
			partsTotal: 3,
			partsReceived: 1,
			missingParts: [1, 3],
			late: true,
		});
	});

	it('is verified only if every part is', () => {
		expect(messageOf(message([part(1), part(2, { verified: false }), part(3)])).verified).toBe(
			false,
		);
	});

	it('counts the parts that the Messages API joined as received', () => {
		const joined = message([whole({ api: 'messages', partsTotal: 3 })]);
		expect(messageOf(joined)).toMatchObject({ api: 'messages', partsTotal: 3, partsReceived: 3 });
	});
});

describe('the item of a binary message', () => {
	const captured = binary(
		'EA0601AE02056A0045C60C037761702E6F7A656B692E6875000801034F7A656B69000101',
		'0605040B8423F0',
	);

	it('adds header, ports and octets of the captured WAP push', () => {
		const { json, binary: file } = toItem(message([captured]), DEFAULTS);
		expect(json).toMatchObject({
			type: 'binary',
			text: 'Ozeki\nhttp://wap.ozeki.hu',
			keyword: 'OZEKI',
			data: captured.data,
			udh: captured.udh,
			ports: { source: 9200, destination: 2948 },
			payloadFormat: 'serviceIndication',
		});
		expect(Object.keys(json)).toEqual([...MESSAGE_KEYS, 'data', 'udh', 'ports', 'payloadFormat']);
		expect(file?.data.bytes.toString('hex').toUpperCase()).toBe(captured.data);
		expect(file?.data).toMatchObject({ fileName: 'push.wsp' });
	});

	it('has neither text nor keyword if the format of the octets is uncertain', () => {
		expect(messageOf(message([binary('00FF', null)]))).toMatchObject({
			text: null,
			keyword: null,
			udh: null,
			ports: null,
			payloadFormat: 'hex',
			optOut: false,
		});
	});

	it('has the text decoded in the selected format', () => {
		const item = messageOf(message([binary('00530054004F0050', null)]), { payloadFormat: 'ucs2' });
		expect(item).toMatchObject({ text: 'STOP', keyword: 'STOP', optOut: true });
	});

	it('shows a gap in the text only where a part is missing', () => {
		const octets = (number: number, data: string, udh: string) =>
			part(number, { type: 'binary', text: null, data, udh });
		const incomplete = message(
			[octets(1, 'D83D', '050003170301'), octets(3, '0041', '050003170303')],
			{
				complete: false,
				missingParts: [2],
			},
		);
		const { json, binary: file } = toItem(incomplete, { ...DEFAULTS, payloadFormat: 'ucs2' });
		expect(json).toMatchObject({ text: '\ud83d[…]A', data: 'D83D0041', udh: '050003170301' });
		expect(file?.data.bytes.toString('hex')).toBe('d83d0041');
	});
});

describe('the item of an MMS', () => {
	it('adds its media and the other members of the group', () => {
		const media = [
			{ type: 'image', url: 'https://api.example.com/1', name: 'a.png', caption: null },
		];
		const participants = ['447700900002', '+14155550199'];
		const mms = whole({ api: 'messages', type: 'mms', text: '', media, participants });
		const item = messageOf(message([mms]));
		expect(item).toMatchObject({
			type: 'mms',
			text: '',
			media,
			participants: ['+447700900002', '+14155550199'],
		});
		expect(Object.keys(item)).toEqual([...MESSAGE_KEYS, 'media', 'participants']);
	});
});

describe('escapeFormulas', () => {
	const escaped = (given: Message, output: ItemOptions['output'] = 'simplified') =>
		toItem(given, { ...DEFAULTS, escapeFormulas: true, output }).json;

	it.each([
		'=1+1',
		'+1',
		'-1',
		'@SUM(A1)',
		'\t=1',
		'\r=1',
		'\n=1+1',
		'\0=1',
		' =1',
		'\u00a0=1',
		'\u200b=1',
		'\ufeff=1',
		'＝1',
		'＋1',
		'－1',
		'＠SUM(A1)',
		'﹦1',
		'+14155550100=1',
	])('escapes %j', (text) => {
		expect(escaped(message([whole({ text })]))).toMatchObject({
			text: `'${text}`,
			chatInput: `'${text}`,
		});
		expect(messageOf(message([whole({ text })])).text).toBe(text);
	});

	it('escapes every field that a stranger can write', () => {
		const evil = '=cmd|x';
		const mms = whole({
			type: 'mms',
			messageId: evil,
			from: evil,
			to: evil,
			text: evil,
			accountId: evil,
			media: [{ type: 'image', url: 'https://api.example.com/1', name: evil, caption: evil }],
			participants: [evil],
			record: { [evil]: { deep: [evil] } },
		});
		const report = receipt({
			messageId: evil,
			errorCode: evil,
			errorText: evil,
			to: evil,
			from: evil,
			network: evil,
			currency: evil,
			clientRef: evil,
			record: { note: evil },
		});
		for (const inbound of [mms, report]) {
			const json = JSON.stringify(escaped(message([inbound]), 'raw'));
			expect(json).toContain(`"'${evil}`);
			expect(json).not.toContain(`"${evil}`);
		}
	});

	it('does not change other text and phone numbers', () => {
		const item = escaped(message([whole({ text: '1=1' })]));
		expect(item).toMatchObject({
			text: '1=1',
			from: '+14155550100',
			to: '+447700900001',
			sessionId: '+14155550100 +447700900001',
		});
	});
});

describe('the item of several messages in a row', () => {
	const picture = (messageId: string) =>
		message([whole({ api: 'messages', type: 'mms', messageId, text: '' })]);
	const text = (messageId: string) => message([whole({ messageId, text: 'What is this?' })]);

	it.each([
		['before', { ...picture('A'), joined: [text('B')] }],
		['after', { ...text('A'), joined: [picture('B')] }],
	])('has no empty line for a picture %s the text', (_, burst) => {
		const item = messageOf(burst);
		expect(item).toMatchObject({ text: 'What is this?', chatInput: 'What is this?', type: 'mms' });
		expect(item.messages?.map(({ id }) => id)).toEqual(['A', 'B']);
	});
});

describe('the item of a delivery receipt', () => {
	it('has every field of the contract, in its order', () => {
		const { json, binary: file } = toItem(message([receipt()]), DEFAULTS);
		const expected = {
			event: 'deliveryReceipt',
			id: '14000000F9DBBBBB',
			status: 'delivered',
			final: true,
			errorCode: '0',
			errorText: 'Delivered',
			to: '+14845552121',
			from: '+16105553939',
			network: '310004',
			price: 0.00845,
			currency: 'EUR',
			clientRef: 'my-ref',
			segments: null,
			failedSegments: [],
			sentAt: '2020-07-17T02:34:00.000Z',
			receivedAt: '2020-07-17T02:34:35.000Z',
			api: 'sms',
			verified: true,
			redelivered: false,
		};
		expect(json).toEqual(expected);
		expect(Object.keys(json)).toEqual(Object.keys(expected));
		expect(file).toBeUndefined();
	});

	it.each([
		['delivered', true],
		['expired', true],
		['failed', true],
		['rejected', true],
		['undeliverable', true],
		['accepted', false],
		['buffered', false],
		['submitted', false],
		['unknown', false],
	] as const)('knows whether %s is final', (status, final) => {
		expect(receiptOf(message([receipt({ status })])).final).toBe(final);
	});

	it('adds the record in raw', () => {
		expect(receiptOf(message([receipt()]), { output: 'raw' }).records).toEqual([
			{ messageId: '14000000F9DBBBBB' },
		]);
	});
});

describe('the schema of the trigger’s items', () => {
	// For a node without operations, n8n requests v<type version padded to three numbers>.json.
	const schema = loadSchema('v1.1.0.json');
	const media = [{ type: 'image', url: 'https://api.example.com/1', name: null, caption: null }];

	it.each<[string, Message]>([
		['a text message', message([whole()])],
		['a long message', message([part(1), part(2), part(3)])],
		['an anonymous message', message([whole({ from: null, to: null, keyword: null })])],
		['a binary message', message([binary('00FF', '0605040B8423F0')])],
		['an MMS', message([whole({ type: 'mms', text: null, media })])],
		['a receipt', message([receipt()])],
		['a bare receipt', message([receipt({ price: null, errorCode: null, from: null })])],
	])('allows %s', (_, given) => {
		for (const output of ['simplified', 'raw'] as const) {
			expect(violations(schema, toItem(given, { ...DEFAULTS, output }).json)).toEqual([]);
		}
	});

	it('rejects missing keys, unknown keys, and wrong types', () => {
		const { json } = toItem(message([whole()]), DEFAULTS);
		expect(violations(schema, { ...json, partsTotal: '1' })).not.toEqual([]);
		expect(violations(schema, { ...json, extra: 1 })).not.toEqual([]);
		const rest = Object.fromEntries(Object.entries(json).filter(([key]) => key !== 'late'));
		expect(violations(schema, rest).join()).toContain('"missingProperty":"late"');
	});

	it('lists the fields of a message in the order of the item', () => {
		expect(Object.keys(schema.properties ?? {})).toEqual(MESSAGE_KEYS);
	});
});
