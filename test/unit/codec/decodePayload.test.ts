import fc from 'fast-check';
import { decodePayload } from '../../../nodes/VonageSms/codec';
import type { PayloadFormat } from '../../../nodes/VonageSms/codec';

/** Vonage PHP SDK, test/SMS/requests/inbound-binary: a captured webhook. */
const CAPTURED = {
	data: 'EA0601AE02056A0045C60C037761702E6F7A656B692E6875000801034F7A656B69000101',
	udh: '0605040B8423F0',
};

const hexOf = (text: string, encoding: BufferEncoding = 'utf8') =>
	Buffer.from(text, encoding).toString('hex');

function decode(data: string, udh: string | null = null, format: PayloadFormat = 'auto') {
	return decodePayload([{ data, udh }], format);
}

describe('decodePayload with a selected format', () => {
	it.each<[PayloadFormat, string, string | null]>([
		['utf8', 'c3a9', 'é'],
		['latin1', 'e9', 'é'],
		['ucs2', '00e9d83dde01', 'é😁'],
		['gsm7', '051b65', 'é€'],
		['gsm7Packed', '31d90c', '123'],
		['hex', '313233', null],
	])('reads %s', (format, data, text) => {
		expect(decode(data, null, format)).toMatchObject({ text, payloadFormat: format });
	});

	it('ignores the port', () => {
		expect(decode('41424344', '06050423f40000', 'utf8')).toMatchObject({
			text: 'ABCD',
			payloadFormat: 'utf8',
			fileName: 'message.txt',
			mimeType: 'text/plain',
		});
	});

	it('joins the octets of the parts before decoding them', () => {
		const parts = [
			{ data: 'd83dde01d83d', udh: '050003170201' },
			{ data: 'de01', udh: '050003170202' },
		];
		const { text, bytes } = decodePayload(parts, 'ucs2');
		expect(text).toBe('😁😁');
		expect(bytes.toString('hex')).toBe('d83dde01d83dde01');
	});

	it('shows a gap for a missing part', () => {
		expect(decodePayload([null, { data: '0041', udh: null }], 'ucs2').text).toBe('[…]A');
	});
});

describe('decodePayload with Auto', () => {
	it('reads the address and text of the captured service indication', () => {
		expect(decode(CAPTURED.data, CAPTURED.udh)).toMatchObject({
			text: 'Ozeki\nhttp://wap.ozeki.hu',
			payloadFormat: 'serviceIndication',
			ports: { source: 9200, destination: 2948 },
		});
	});

	it('reads a service indication in parts, whichever part has the ports', () => {
		const parts = [
			{ data: CAPTURED.data.slice(0, 30), udh: '0B05040B8423F000032A0201' },
			{ data: CAPTURED.data.slice(30), udh: '0500032A0202' },
		];
		expect(decodePayload(parts, 'auto').text).toBe('Ozeki\nhttp://wap.ozeki.hu');
	});

	it('does not decode a push without its second part', () => {
		const parts = [{ data: CAPTURED.data.slice(0, 40), udh: CAPTURED.udh }];
		expect(decodePayload(parts, 'auto')).toMatchObject({ text: null, payloadFormat: 'wapPush' });
	});

	it('recognizes a vCard by its port, and names the file so that it opens as a contact', () => {
		const card = 'BEGIN:VCARD\r\nVERSION:2.1\r\nN:Müller\r\nEND:VCARD\r\n';
		const expected = {
			text: card,
			payloadFormat: 'vcard',
			fileName: 'contact.vcf',
			mimeType: 'text/vcard',
		};
		expect(decode(hexOf(card), '06050423F40000')).toMatchObject(expected);
		expect(decode(hexOf(card, 'latin1'), '06050423F40000')).toMatchObject(expected);
		expect(decode(hexOf(card))).toMatchObject(expected);
	});

	it('distinguishes vCalendar from iCalendar', () => {
		const calendar = (version: string) =>
			`BEGIN:VCALENDAR\r\nVERSION:${version}\r\nBEGIN:VEVENT\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n`;
		expect(decode(hexOf(calendar('1.0')), '06050423F50000')).toMatchObject({
			payloadFormat: 'vcalendar',
			mimeType: 'text/x-vcalendar',
			fileName: 'event.vcs',
		});
		expect(decode(hexOf(calendar('2.0')), '06050400E40000')).toMatchObject({
			payloadFormat: 'icalendar',
			mimeType: 'text/calendar',
			fileName: 'event.ics',
		});
	});

	it.each([
		['06050415811581', 'ringTone', 'ringtone.rng'],
		['06050415821582', 'operatorLogo', 'operator-logo.bin'],
		['06050415831583', 'callerIcon', 'caller-icon.bin'],
		['060504158A158A', 'pictureMessage', 'picture.bin'],
		['0605040B850000', 'secureWapPush', 'push.wsp'],
		['060504C34F0000', 'wapBookmark', 'bookmark.wbxml'],
	])(
		'does not decode octets for port %s, but names their format',
		(udh, payloadFormat, fileName) => {
			expect(decode(hexOf('printable all the same'), udh)).toMatchObject({
				text: null,
				payloadFormat,
				fileName,
			});
		},
	);

	it('treats a national language shift as GSM-7, packed or not', () => {
		expect(decode('547e726b1b6365', '03240101')).toMatchObject({
			text: 'Türkçe',
			payloadFormat: 'gsm7',
		});
		const packed = decode('8080604028180e88', '03250101');
		expect(packed.payloadFormat).toBe('gsm7Packed');
	});

	it.each([
		['UTF-8', hexOf('Grüße aus Köln'), 'utf8', 'Grüße aus Köln'],
		['East Asian UTF-8', hexOf('明日は晴れです。'), 'utf8', '明日は晴れです。'],
		['marked UTF-8', 'efbbbf4f4b', 'utf8', 'OK'],
		['marked UCS-2', 'feff004f004b', 'ucs2', 'OK'],
		['marked little-endian UCS-2', 'fffe4f004b00', 'ucs2', 'OK'],
		['Latin UCS-2', '00480065006c006c006f', 'ucs2', 'Hello'],
		['Cyrillic UCS-2', '041f044004380432043504420021', 'ucs2', 'Привет!'],
		['emoji UCS-2', 'd83dde01d83dde01', 'ucs2', '😁😁'],
	])('decodes octets that are clearly %s', (_, data, payloadFormat, text) => {
		expect(decode(data)).toMatchObject({ payloadFormat, text });
	});

	it.each([
		['too few to be certain', '4f4b'],
		['printable, but no words', '2a2b2c2d2e2f5b5c5d3a'],
		['letters from many scripts', hexOf('aբЖאكñΩԱ')],
		['Latin-1, which fits any octets', hexOf('Grüße aus Köln', 'latin1')],
		['big-endian readings', '002d002e002f00320030002e'],
		['control characters', '48656c6c6f0001020304'],
		['half a surrogate pair', '00480065006c006cd83d'],
		['none at all', ''],
		['no hex', 'xyz'],
	])('does not decode octets that are %s', (_, data) => {
		expect(decode(data)).toMatchObject({
			text: null,
			payloadFormat: 'hex',
			fileName: 'message.bin',
			mimeType: 'application/octet-stream',
		});
	});

	it('never reads commands to a SIM as text', () => {
		expect(decode(hexOf('printable all the same'), '027000').text).toBeNull();
	});

	it('does not decode random octets as text', () => {
		fc.assert(
			fc.property(fc.uint8Array({ minLength: 16, maxLength: 140, size: 'max' }), (octets) => {
				expect(decode(Buffer.from(octets).toString('hex')).text).toBeNull();
			}),
			{ seed: 23038, numRuns: 2000 },
		);
	});

	it('does not throw for any header or data', () => {
		const hex = fc
			.uint8Array({ maxLength: 40 })
			.map((octets) => Buffer.from(octets).toString('hex'));
		const udh = fc.oneof(
			hex,
			fc.constantFrom(CAPTURED.udh, '06050423f40000', '03250106', 'abc123', 'zz'),
		);
		const format = fc.constantFrom<PayloadFormat>('auto', 'gsm7', 'gsm7Packed', 'ucs2', 'utf8');
		fc.assert(
			fc.property(hex, udh, format, (data, header, chosen) => {
				decode(data, header, chosen);
			}),
		);
	});
});
