import { recognise } from '../../../nodes/VonageSms/inbound';
import type { Inbound } from '../../../nodes/VonageSms/inbound/types';
import { toItem } from '../../../nodes/VonageSms/items';
import { message } from './messages';

/** Requests that Vonage really sent, as their receivers published them; numbers and keys are others. */
const CAPTURES = {
	/** Vonage PHP SDK, test/SMS/requests/inbound. */
	text: 'msisdn=14845552121&to=16105553939&messageId=02000000DA7C52E7&text=Test+this.&type=text&keyword=TEST&message-timestamp=2016-05-24+11%3A12%3A01&timestamp=1464088321',
	/** Vonage's Python tutorial of 2019: a sender with a name. */
	named:
		'msisdn=VONAGETEST&to=447700900001&messageId=17000002444B0FD5&text=This+is+a+test&type=text&keyword=THIS&message-timestamp=2019-05-17+12%3A49%3A51',
	/** Vonage PHP SDK, test/SMS/requests/inbound-binary. */
	binary:
		'msisdn=14845552121&to=16105553939&messageId=02000000DA7C52E7&text=Binary+message&type=binary&keyword=BINARY&message-timestamp=2016-05-24+11%3A12%3A01&timestamp=1464088321&data=EA0601AE02056A0045C60C037761702E6F7A656B692E6875000801034F7A656B69000101&udh=0605040B8423F0',
	/** Vonage PHP SDK, test/SMS/requests/dlr. */
	receipt:
		'msisdn=14845552121&to=16105553939&network-code=310004&messageId=14000000F9DBBBBB&price=0.00845000&status=delivered&scts=1234567890&err-code=0&api-key=a1234567&client-ref=my-ref&message-timestamp=2020-07-17+02%3A34%3A35',
};

/** An SMS gateway's log of 2022: 67, 67 and 62 characters. */
const UNICODE_PARTS = [
	'messageId=28000000054225B9&concat=true&concat-ref=222&concat-total=3&concat-part=1&text=Siiiiiiim+senhor+meu+patr%C3%A3o+de+longa+data+vamos+fazer+uma+mensagem+&type=unicode&keyword=SIIIIIIIM&message-timestamp=2022-07-08+20%3A38%3A36',
	'messageId=28000000054225DB&concat=true&concat-ref=222&concat-total=3&concat-part=2&text=at%C3%A9+que+vem+longuinha+mesmo+ser%C3%A1+que+vain123445677889+aasssss+looon&type=unicode&keyword=AT%C3%89&message-timestamp=2022-07-08+20%3A38%3A40',
	'messageId=26000000012C9274&concat=true&concat-ref=222&concat-total=3&concat-part=3&text=ga%C3%A9+ajdjduejdjdjeuudjdjjdjdjdjjj+23456777553224565324664335534&type=unicode&keyword=GA%C3%89&message-timestamp=2022-07-08+20%3A38%3A43',
].map((query) => `msisdn=5511912345678&to=447700900001&${query}`);

function itemOf(queries: string[]) {
	const kept = queries.map((query) =>
		keepable(recognise(Object.fromEntries(new URLSearchParams(query)))),
	);
	return toItem(message(kept), {
		payloadFormat: 'auto',
		output: 'simplified',
		escapeFormulas: false,
	});
}

function keepable(inbound: Inbound) {
	if (inbound.kind === 'urlCheck' || inbound.kind === 'unrecognised') {
		throw new Error(`A capture was taken for ${inbound.kind}`);
	}
	return inbound;
}

describe('captured requests', () => {
	it('become the item of a text message', () => {
		expect(itemOf([CAPTURES.text]).json).toMatchObject({
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
		expect(itemOf([CAPTURES.named]).json).toMatchObject({ from: 'VONAGETEST', fromCountry: null });
	});

	it('become the item of a long Unicode message', () => {
		const { json } = itemOf(UNICODE_PARTS);
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
		expect(itemOf([CAPTURES.binary]).json).toMatchObject({
			type: 'binary',
			text: 'Ozeki\nhttp://wap.ozeki.hu',
			ports: { source: 9200, destination: 2948 },
		});
	});

	it('become the item of a delivery receipt', () => {
		expect(itemOf([CAPTURES.receipt]).json).toMatchObject({
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
