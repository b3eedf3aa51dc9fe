import { randomInt } from 'node:crypto';
import { newMessageId } from '../webhooks/identifiers';
import type { PartRecord } from './smsRecords';
import type { TypedSms } from './typedSms';

/** What happens to the parts between the phone and Vonage: lost, doubled, or out of order. */
export function travel(parts: readonly PartRecord[], sms: TypedSms): PartRecord[] {
	const order = typeof sms.order === 'object' ? sms.order : parts.map(({ part }) => part);
	const arriving = order
		.filter((part) => !sms.drop?.includes(part))
		.flatMap((part) => copies(partNumbered(parts, part), sms));
	return sms.order === 'shuffled' ? shuffle(arriving) : arriving;
}

function copies(part: PartRecord, sms: TypedSms): PartRecord[] {
	const all = [part];
	if (sms.repeat?.includes(part.part)) all.push(part);
	if (sms.carrierRepeat?.includes(part.part)) {
		all.push({ ...part, fields: { ...part.fields, messageId: newMessageId() } });
	}
	return all;
}

function partNumbered(parts: readonly PartRecord[], number: number): PartRecord {
	const found = parts.find(({ part }) => part === number);
	if (!found) throw new Error(`There is no part ${number}: the SMS has ${parts.length}`);
	return found;
}

/** Random, but never the original order if there are several parts, because such a shuffle would test nothing. */
function shuffle(parts: readonly PartRecord[]): PartRecord[] {
	const several = new Set(parts.map(({ part }) => part)).size > 1;
	for (;;) {
		const shuffled = parts
			.map((part) => ({ part, position: randomInt(2 ** 32) }))
			.sort((a, b) => a.position - b.position)
			.map(({ part }) => part);
		if (!several || !isAscending(shuffled)) return shuffled;
	}
}

function isAscending(parts: readonly PartRecord[]): boolean {
	return parts.every(({ part }, index) => part >= (parts[index - 1]?.part ?? 0));
}
