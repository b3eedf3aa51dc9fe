import { readWapPush } from '../../../nodes/VonageSms/codec/payload/wapPush';

const text = (value: string) => Buffer.from(value).toString('hex');
const push = (contentType: string, document: string) =>
	Buffer.from(`0106${hexLength(contentType)}${contentType}${document}`, 'hex');

function hexLength(hex: string): string {
	return (hex.length / 2).toString(16).padStart(2, '0');
}

/** WAP-167 and WAP-168: version 1.2, public identifier, UTF-8, no string table. */
const INDICATION = '02056a00';
const LOADING = '02066a00';

describe('readWapPush', () => {
	it('reads a service loading', () => {
		const document = `${LOADING}85060903${text('example')}008503${text('a?b=1')}0001`;
		expect(readWapPush(push('b0', document))).toEqual({
			kind: 'serviceLoading',
			url: 'http://example.com/a?b=1',
			title: null,
		});
	});

	it('reads a content type with a character set, and one that is spelled out', () => {
		const document = `${INDICATION}45c60f03${text('x.hu')}000103${text('Hé')}000101`;
		const expected = { kind: 'serviceIndication', url: 'https://www.x.hu', title: 'Hé' };
		expect(readWapPush(push('03ae81ea', document))).toEqual(expected);
		const spelt = `${text('application/vnd.wap.sic')}00`;
		expect(readWapPush(push(spelt, document))).toEqual(expected);
	});

	it('reads the string table, entities and Latin-1, and skips dates', () => {
		const table = `${text('http://x.hu/')}00`;
		const created = '0ac30420100101';
		const attributes = `0b8300${created}01`;
		const title = '03c3a4000226';
		const document = `020504${hexLength(table)}${table}45c6${attributes}${title}0101`;
		expect(readWapPush(push('ae', document))).toEqual({
			kind: 'serviceIndication',
			url: 'http://x.hu/',
			title: 'Ã¤&',
		});
	});

	it('does not mistake the items of an info for the title', () => {
		const info = `4748${'03'}${text('hidden')}000101`;
		const document = `${INDICATION}45c60c03${text('x.hu')}000103${text('Title')}0001${info}01`;
		expect(readWapPush(push('ae', document))?.title).toBe('Title');
	});

	it.each([
		['another PDU', '0107 01 ae'],
		['another content type', '0106 01 be 02056a00'],
		['a document without an address', '0106 01 ae 02056a00 05'],
		['a token that no push uses', '0106 01 ae 02056a00 45 c6 0c 99 01'],
		['a document that ends too soon', '0106 01 ae 02056a00 45 c6 0c 03 77'],
		['a length beyond the end', '0106 7f ae'],
		['a length that never ends', '0106 ffffffffffffff'],
		['nothing', ''],
	])('returns null for %s', (_, hex) => {
		expect(readWapPush(Buffer.from(hex.replaceAll(' ', ''), 'hex'))).toBeNull();
	});
});
