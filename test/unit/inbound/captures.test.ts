import type { WebhookRequest } from '../../../nodes/VonageSms/inbound';
import { vectors } from '../../vectors/vonage-captures.json';
import { decide, expectAccepted, request, unsigned } from './requests';

interface Capture {
	name: string;
	input: { method: string; url: string; headers: Record<string, string>; body: string };
	expected: Record<string, unknown>;
}

describe('requests that Vonage sent', () => {
	it.each(vectors as unknown as Capture[])('$name', ({ input, expected }) => {
		expect(expectAccepted(decide(asRequest(input), unsigned))).toMatchObject(expected);
	});

	it('join the three parts of a message, byte for byte', () => {
		const parts = (vectors as unknown as Capture[]).filter(({ name }) => /part \d of 3/.test(name));
		const texts = parts.map(({ input }) => {
			const inbound = expectAccepted(decide(asRequest(input), unsigned));
			return inbound.kind === 'part' ? inbound.text : null;
		});
		expect(texts.map((text) => text?.length)).toEqual([67, 67, 62]);
	});
});

function asRequest(input: Capture['input']): WebhookRequest {
	return request({ ...input, body: Buffer.from(input.body) });
}
