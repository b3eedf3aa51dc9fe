import { recognise } from '../../../nodes/VonageSms/inbound';
import type { Keepable } from '../../../nodes/VonageSms/inbound/types';
import { toItem } from '../../../nodes/VonageSms/items';
import { vectors } from '../../vectors/vonage-captures.json';
import { message } from './messages';

/** The item of the captured requests of these names; those with a query only. */
function itemOf(names: string[]) {
	const kept = names.map((name) => {
		const url = vectors.find((vector) => vector.name === name)?.input.url ?? '';
		return recognise(Object.fromEntries(new URLSearchParams(url.split('?')[1]))) as Keepable;
	});
	return toItem(message(kept), {
		payloadFormat: 'auto',
		output: 'simplified',
		escapeFormulas: false,
	}).json;
}

describe('captured requests', () => {
	it('become the item of a text message', () => {
		expect(itemOf(['GET, signed'])).toMatchObject({
			event: 'message',
			id: '02000000DA7C52E7',
			from: '+14845552121',
			fromCountry: 'US',
			to: '+16105553939',
			text: 'Test this.',
			keyword: 'TEST',
			type: 'text',
			receivedAt: '2016-05-24T11:12:01.000Z',
			complete: true,
			accountId: null,
			api: 'sms',
		});
	});

	it('keep a sender’s name', () => {
		expect(itemOf(['GET, name as sender'])).toMatchObject({
			from: 'VONAGETEST',
			fromCountry: null,
		});
	});

	it('become the item of a long Unicode message', () => {
		const json = itemOf([1, 2, 3].map((part) => `GET, Unicode, part ${part} of 3`));
		expect(json).toMatchObject({
			id: '28000000054225B9',
			keyword: 'SIIIIIIIM',
			type: 'unicode',
			partsTotal: 3,
			messageIds: ['28000000054225B9', '28000000054225DB', '26000000012C9274'],
			receivedAt: '2022-07-08T20:38:36.000Z',
		});
		expect(json.event === 'message' && json.text).toHaveLength(196);
	});

	it('become the item of a WAP push', () => {
		expect(itemOf(['GET, binary'])).toMatchObject({
			type: 'binary',
			text: 'Ozeki\nhttp://wap.ozeki.hu',
			ports: { source: 9200, destination: 2948 },
		});
	});

	it('become the item of a delivery receipt', () => {
		expect(itemOf(['GET, receipt'])).toMatchObject({
			event: 'deliveryReceipt',
			id: '14000000F9DBBBBB',
			status: 'delivered',
			final: true,
			errorCode: '0',
			to: '+14845552121',
			from: '+16105553939',
			network: '310004',
			price: 0.00845,
			clientRef: 'my-ref',
			receivedAt: '2020-07-17T02:34:35.000Z',
		});
	});
});
