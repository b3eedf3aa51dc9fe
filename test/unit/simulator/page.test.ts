import { describeAnswer } from '../../simulator/page/deliveryEntry';
import { receivedState, typedState } from '../../simulator/page/messageStates';
import { noticeFor, useOf } from '../../simulator/page/notice';
import { describeSplit, splitForFormat } from '../../simulator/page/partPreview';
import { Session } from '../../simulator/page/session';
import type {
	DeliveryView,
	EventView,
	SentView,
	StateView,
	TypedView,
} from '../../simulator/page/views';

const typed: TypedView = {
	id: 1,
	from: '+447700900123',
	to: '447700900001',
	text: 'Hello',
	parts: 1,
	pictures: [],
	lost: [],
	deliveries: [],
};
const sent: SentView = {
	api: 'sms',
	ids: ['0A'],
	from: '447700900001',
	to: '447700900123',
	type: 'text',
	text: 'Hi',
	data: null,
	parts: 1,
};
const delivery: DeliveryView = {
	id: 7,
	kind: 'inbound',
	messageId: '0B',
	title: 'SMS',
	signed: false,
	request: { method: 'GET', url: 'http://127.0.0.1/', body: null },
	state: 'pending',
	nextAttemptAt: null,
	attempts: [],
};

describe('the state of the phone page', () => {
	let session: Session;
	const apply = (event: EventView): boolean =>
		session.apply({ sequence: 1, at: '2026-01-01T00:00:00Z', event });

	beforeEach(() => {
		session = new Session();
	});

	it('shows a phone only the messages it sent and received', () => {
		apply({ type: 'typed', message: typed });
		apply({ type: 'sent', message: sent });
		apply({ type: 'sent', message: { ...sent, to: '447700900999' } });
		expect(session.bubblesOf('447700900123').map(({ kind }) => kind)).toEqual([
			'typed',
			'received',
		]);
		expect(session.bubblesOf('ACME')).toEqual([]);
	});

	it.each([' +447700900123 ', '447700900123'])('finds the bubbles of "%s"', (phone) => {
		apply({ type: 'typed', message: { ...typed, from: ' 447700900123' } });
		expect(session.bubblesOf(phone)).toHaveLength(1);
	});

	it('keeps one bubble for a message that is reported again with its webhooks', () => {
		apply({ type: 'typed', message: typed });
		apply({ type: 'webhook', delivery });
		apply({ type: 'typed', message: { ...typed, deliveries: [7] } });
		const [bubble, ...more] = session.bubblesOf('+447700900123');
		expect(more).toEqual([]);
		expect(bubble?.kind === 'typed' && session.deliveriesOf(bubble.message)).toEqual([delivery]);
	});

	it('finds the receipts of a reply by its ids', () => {
		apply({ type: 'webhook', delivery });
		apply({ type: 'webhook', delivery: { ...delivery, id: 8, kind: 'receipt', messageId: '0A' } });
		expect(session.receiptsOf(sent).map(({ id }) => id)).toEqual([8]);
	});

	it('has one log row for a message and one for its receipts, newest first', () => {
		apply({ type: 'webhook', delivery: at('2026-01-01T00:00:01Z', delivery) });
		apply({ type: 'webhook', delivery: at('2026-01-01T00:00:02Z', { ...delivery, id: 9 }) });
		apply({ type: 'typed', message: { ...typed, parts: 3, lost: [2], deliveries: [7, 9] } });
		apply({ type: 'sent', message: sent });
		const receipt: DeliveryView = { ...delivery, id: 8, kind: 'receipt', messageId: '0A' };
		apply({ type: 'webhook', delivery: at('2026-01-01T00:00:03Z', receipt) });
		expect(session.rows()).toMatchObject([
			{ kind: 'receipts', deliveries: [{ id: 8 }] },
			{ kind: 'typed', deliveries: [{ id: 7 }, { id: 9 }], lost: [2] },
		]);
	});

	it('clears the log and keeps the conversation', () => {
		apply({ type: 'typed', message: typed });
		session.clearLog();
		expect(session.rows()).toEqual([]);
		expect(session.bubblesOf(typed.from)).toHaveLength(1);
		const later = { sequence: 2, at: '2026-01-01T00:00:09Z' };
		session.apply({ ...later, event: { type: 'typed', message: { ...typed, id: 2 } } });
		expect(session.rows()).toHaveLength(1);
	});

	it('knows the execution that one of the parts of a message started', () => {
		apply({ type: 'webhook', delivery });
		apply({ type: 'typed', message: { ...typed, deliveries: [7] } });
		const execution = { id: '14', url: 'http://127.0.0.1/', status: 'success' };
		apply({ type: 'execution', messageId: delivery.messageId, execution });
		const [bubble] = session.bubblesOf(typed.from);
		expect(bubble?.kind === 'typed' && session.executionOf(bubble.message)).toEqual(execution);
	});

	it('forgets everything on a reset', () => {
		apply({ type: 'typed', message: typed });
		apply({ type: 'webhook', delivery });
		apply({ type: 'reset' });
		expect([session.bubbles.length, session.deliveries.size]).toEqual([0, 0]);
		expect(session.rows()).toEqual([]);
	});

	it.each([
		['', 'Empty. 160 GSM-7 or 70 UCS-2 per part.'],
		['x'.repeat(160), 'GSM-7 · 160 of 160 septets · 1 part'],
		['x'.repeat(161), 'GSM-7 · 161 of 306 septets · 2 parts'],
		['😀'.repeat(36), 'UCS-2 · 72 of 134 code units · 2 parts'],
	])('shows how a text is split', (text, said) => {
		expect(describeSplit(splitForFormat(text, 'GET'))).toBe(said);
	});

	it('shows a split emoji only for JSON', () => {
		const text = `${'ж'.repeat(66)}😀!!!!`;
		expect(splitForFormat(text, 'POST-JSON').parts[0]).toHaveLength(67);
		expect(splitForFormat(text, 'POST').parts[0]).toHaveLength(66);
	});
});

describe('the text of a bubble', () => {
	const acknowledged: DeliveryView = answered(delivery, 'acknowledged', 200, 'Kept');
	const refused: DeliveryView = answered(delivery, 'refused', 401, 'The signature is wrong.');

	it.each([
		['lost on the way', 'bad', { parts: 1, lost: [1] }, []],
		['1 part · no webhook to call', 'bad', { parts: 1, lost: [] }, []],
		['✓ 1 part · 1 of 1 acknowledged', 'good', { parts: 1, lost: [] }, [acknowledged]],
		['✗ 1 part · refused (401)', 'bad', { parts: 1, lost: [] }, [refused]],
		[
			'2 parts · 1 of 1 acknowledged · part 2 lost on the way, n8n waits for it (10 minutes by default)',
			'wait',
			{ parts: 2, lost: [2] },
			[acknowledged],
		],
		[
			'1 part · 0 of 1 acknowledged · trying again (503)',
			'wait',
			{ parts: 1, lost: [] },
			[{ ...answered(delivery, 'pending', 503, 'Later'), nextAttemptAt: '2026-01-01T00:00:09Z' }],
		],
	] as const)('of a typed message: %s', (text, look, message, deliveries) => {
		const state = typedState({ ...message, lost: [...message.lost] }, [...deliveries]);
		expect(state).toEqual({ text, look });
	});

	it('of a reply: that Vonage has no URL for its receipts', () => {
		expect(receivedState({ parts: 1 }, [], true).text).toContain('no delivery receipt');
	});

	it('of a reply: its receipts, with a tick once n8n has accepted them', () => {
		const accepted = { ...acknowledged, title: 'Receipt: accepted' };
		const delivered = { ...delivery, title: 'Receipt: delivered' };
		expect(receivedState({ parts: 1 }, [accepted, delivered], false).text).toBe(
			'1 part · ✓ accepted · … delivered',
		);
	});
});

describe('the log text of a response', () => {
	it.each([
		['200', 200, 'Kept'],
		[
			'401 The signature of this webhook is missing or invalid.',
			401,
			'The signature of this webhook is missing or invalid.',
		],
		[
			'404 The requested webhook is not registered.',
			404,
			'{"message":"The requested webhook is not registered."}',
		],
		['502', 502, ''],
	])('%s', (said, status, body) => {
		expect(describeAnswer({ kind: 'answered', status, body })).toBe(said);
	});
});

describe('why a text would not reach n8n', () => {
	const state: StateView = {
		account: {
			apiKey: 'abcd1234',
			smsSetting: 'sms',
			forwardMethod: 'GET',
			signInbound: false,
			signatureMethod: 'md5hash',
			moCallBackUrl: '',
			drCallBackUrl: '',
			balance: 1,
		},
		numbers: [{ country: 'GB', msisdn: '447700900001', features: ['SMS'] }],
		applications: [{ id: 'app', name: 'Shop', inboundUrl: '' }],
		faults: { n8n: 'up', sending: 'normal' },
		editorUrl: null,
	};
	const number = state.numbers[0]!;
	const messages: StateView = { ...state, account: { ...state.account, smsSetting: 'messages' } };
	const linked = { ...messages, numbers: [{ ...number, app_id: 'app' }] };

	it.each<[string, StateView, string]>([
		['the number has no webhook', state, 'publish a workflow'],
		['the number is linked to no application', messages, 'linked to none'],
		['the application has no URL', linked, '"Shop" has no inbound URL'],
	])('%s', (_, given, said) => {
		expect(noticeFor(given, number.msisdn)).toContain(said);
	});

	it.each([
		['no webhook', undefined],
		['starts a workflow', 'https://n8n.example.com/webhook/1/vonage-sms'],
		['a test listens', 'https://n8n.example.com/webhook-test/1/vonage-sms'],
		['another URL', 'https://crm.example.com/sms'],
	])('the list of numbers says: %s', (said, moHttpUrl) => {
		const used = { ...number, ...(moHttpUrl !== undefined && { moHttpUrl }) };
		expect(useOf({ ...state, numbers: [used] }, number.msisdn)).toBe(said);
	});

	it.each<[string, StateView]>([
		['the number has a webhook', { ...state, numbers: [{ ...number, moHttpUrl: 'http://n8n/' }] }],
		[
			'the account has one',
			{ ...messages, account: { ...messages.account, moCallBackUrl: 'http://n8n/' } },
		],
		[
			'the application has one',
			{ ...linked, applications: [{ id: 'app', name: 'Shop', inboundUrl: 'http://n8n/' }] },
		],
	])('nothing when %s', (_, given) => {
		expect(noticeFor(given, number.msisdn)).toBe('');
	});
});

function at(time: string, view: DeliveryView): DeliveryView {
	const answer = { kind: 'answered', status: 200, body: '' } as const;
	return { ...view, attempts: [{ at: time, milliseconds: 1, answer }] };
}

function answered(
	view: DeliveryView,
	state: DeliveryView['state'],
	status: number,
	body: string,
): DeliveryView {
	const answer = { kind: 'answered', status, body } as const;
	return { ...view, state, attempts: [{ at: '2026-01-01T00:00:00Z', milliseconds: 1, answer }] };
}
