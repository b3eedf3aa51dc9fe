import { recognise } from '../../../nodes/VonageSms/inbound';
import { sms, without } from './requests';

const binary = {
	...sms,
	type: 'binary',
	text: 'Binary message',
	data: '00ff',
	udh: '0605040b8423f0',
};

describe('a binary SMS', () => {
	it('has data and header as uppercase hex, and no text', () => {
		expect(recognise(binary)).toMatchObject({
			kind: 'message',
			type: 'binary',
			text: null,
			data: '00FF',
			udh: '0605040B8423F0',
		});
	});

	it('is recognized by its content if the type is missing or unknown', () => {
		const untyped = without(binary, 'text', 'type');
		expect(recognise(untyped)).toMatchObject({ type: 'binary', data: '00FF' });
		expect(recognise({ ...untyped, type: 'wappush' })).toMatchObject({ type: 'binary' });
		expect(recognise({ ...binary, type: 'BINARY' })).toMatchObject({ type: 'binary' });
		expect(recognise({ ...sms, type: 'flash' })).toMatchObject({
			type: 'text',
			text: 'Hello world',
		});
	});

	it('can have only a header', () => {
		expect(recognise({ ...binary, data: undefined })).toMatchObject({
			data: '',
			udh: '0605040B8423F0',
		});
	});

	it.each<[string, string]>([
		['data', '0'],
		['data', '00f'],
		['data', 'xyz0'],
		['data', '00 ff'],
		['udh', '050003c'],
		['udh', 'zz'],
	])('is not recognized with %s %j', (name, hex) => {
		expect(recognise({ ...binary, [name]: hex })).toMatchObject({
			kind: 'unrecognised',
			missing: [name],
			reason: expect.stringContaining(`${name} isn't valid hexadecimal`) as string,
		});
	});

	it('is a text message if it has a text, even with invalid data and header', () => {
		expect(recognise({ ...sms, data: 'zz', udh: 'abc' })).toMatchObject({
			kind: 'message',
			type: 'text',
			data: null,
			udh: null,
		});
	});
});
