import { describeSplit, splitForFormat } from '../../simulator/page/partPreview';
import { Session } from '../../simulator/page/session';
import type { DeliveryView, EventView, SentView, TypedView } from '../../simulator/page/views';

const typed: TypedView = {
	id: 1,
	from: '+447700900123',
	to: '447700900001',
	text: 'Hello',
	parts: 1,
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

describe('what the phone page knows', () => {
	let session: Session;
	const apply = (event: EventView): boolean =>
		session.apply({ sequence: 1, at: '2026-01-01T00:00:00Z', event });

	beforeEach(() => {
		session = new Session();
	});

	it('shows a phone what it sent and what was sent to it, and no other', () => {
		apply({ type: 'typed', message: typed });
		apply({ type: 'sent', message: sent });
		apply({ type: 'sent', message: { ...sent, to: '447700900999' } });
		expect(session.bubblesOf('447700900123').map(({ kind }) => kind)).toEqual([
			'typed',
			'received',
		]);
		expect(session.bubblesOf('ACME')).toEqual([]);
	});

	it('keeps one bubble for a message that is told again with its webhooks', () => {
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

	it('forgets all on a reset', () => {
		apply({ type: 'typed', message: typed });
		apply({ type: 'webhook', delivery });
		apply({ type: 'reset' });
		expect([session.bubbles.length, session.deliveries.size]).toEqual([0, 0]);
	});

	it.each([
		['', 'Empty. 160 characters of GSM-7 or 70 of UCS-2 fit into one part.'],
		['x'.repeat(160), 'GSM-7 · 160 of 160 septets · 1 part'],
		['x'.repeat(161), 'GSM-7 · 161 of 306 septets · 2 parts'],
		['😀'.repeat(36), 'UCS-2 · 72 of 134 code units · 2 parts'],
	])('says how a text is cut', (text, said) => {
		expect(describeSplit(splitForFormat(text, 'GET'))).toBe(said);
	});

	it('shows an emoji cut in two for JSON alone', () => {
		const text = `${'ж'.repeat(66)}😀!!!!`;
		expect(splitForFormat(text, 'POST-JSON').parts[0]).toHaveLength(67);
		expect(splitForFormat(text, 'POST').parts[0]).toHaveLength(66);
	});
});
