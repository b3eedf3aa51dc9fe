import type { BinaryContent } from './typedSms';

/** Octets of user data in one SMS, header included (TS 23.040 9.2.3.24). */
const octets = 140;

/**
 * Splits binary data as a phone does: one part if it fits next to its header. Otherwise, each part gets the header
 * with a concatenation element (8-bit reference, TS 23.040 9.2.3.24.1) in front.
 */
export function splitBinary(content: BinaryContent, reference: number): BinaryContent[] {
	const data = Buffer.from(content.data, 'hex');
	const header = Buffer.from(content.udh ?? '', 'hex');
	if (data.length + header.length <= octets) return [{ ...upperCase(content) }];
	const elements = header.subarray(1);
	const perPart = octets - 1 - 5 - elements.length;
	const total = Math.ceil(data.length / perPart);
	return Array.from({ length: total }, (_, index) => {
		const concatenation = [0x00, 0x03, reference % 256, total, index + 1];
		const udh = Buffer.from([5 + elements.length, ...concatenation, ...elements]);
		const piece = data.subarray(index * perPart, (index + 1) * perPart);
		return upperCase({ data: piece.toString('hex'), udh: udh.toString('hex') });
	});
}

function upperCase({ data, udh }: BinaryContent): BinaryContent {
	return udh === undefined
		? { data: data.toUpperCase() }
		: { data: data.toUpperCase(), udh: udh.toUpperCase() };
}
