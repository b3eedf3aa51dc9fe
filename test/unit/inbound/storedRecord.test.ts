import { recognise, withStoredRecord } from '../../../nodes/VonageSms/inbound';
import type { Keepable } from '../../../nodes/VonageSms/inbound/types';
import { sms } from './requests';

const stored = (record: Record<string, unknown>, output: 'raw' | 'simplified') =>
	withStoredRecord(recognise(record) as Keepable, output).record;

describe('the stored part of a record', () => {
	it('contains only the parsed fields, unless the output is raw', () => {
		const inbound = withStoredRecord(recognise(sms) as Keepable, 'simplified');
		expect(inbound).toMatchObject({ messageId: sms.messageId, text: sms.text, record: {} });
		expect(inbound.record).toEqual({});
		expect(stored(sms, 'raw')).toEqual(sms);
	});

	it("has at most 8 KB in addition to the text: Vonage's fields first, then others that fit", () => {
		const text = 'x'.repeat(3_200);
		const record = { big: 'y'.repeat(9_000), small: 'z', ...sms, text, 'client-ref': 'order 7' };
		expect(stored(record, 'raw')).toEqual({ small: 'z', ...sms, text, 'client-ref': 'order 7' });
		const many = Object.fromEntries(
			Array.from({ length: 150 }, (_, i) => [`extra${i}`, 'y'.repeat(400)]),
		);
		const kept = stored({ ...many, ...sms, text }, 'raw');
		expect(kept).toMatchObject({ ...sms, text });
		expect(JSON.stringify({ ...kept, text: '' }).length).toBeLessThan(8_400);
	});
});
