import { parseUdh } from '../codec';
import { type Fields, metadataOf, partNumberOf } from './fields';
import type { SmsPart } from './types';

/** Where a record stands in its message. */
type PartPosition = Pick<SmsPart, 'ref' | 'total' | 'part' | 'refBits'>;

/**
 * Reads the concatenation of a record. The User Data Header is the sender's own and wins over Vonage's `concat-*`.
 *
 * @returns null for a record that is a message of its own, or whose numbers are impossible
 */
export function partPositionOf(record: Fields, udh: string | null): PartPosition | null {
	return (udh === null ? null : fromHeader(udh)) ?? fromFields(record);
}

/** TS 23.040 9.2.3.24.1 (8-bit reference) and 9.2.3.24.8 (16-bit reference). */
function fromHeader(udh: string): PartPosition | null {
	const { concat } = parseUdh(udh);
	if (concat === undefined) return null;
	const { bits, ref, total, part } = concat;
	const hex = ref
		.toString(16)
		.toUpperCase()
		.padStart(bits / 4, '0');
	return { ref: hex, total, part, refBits: bits };
}

function fromFields(record: Fields): PartPosition | null {
	if (FALSE.includes(metadataOf(record.concat)?.toLowerCase() ?? 'true')) return null;
	const ref = metadataOf(record['concat-ref']);
	const total = partNumberOf(record['concat-total']);
	const part = partNumberOf(record['concat-part']);
	if (ref === null || total === null || part === null || part > total) return null;
	return { ref: ref.toUpperCase(), total, part, refBits: null };
}

/** Vonage leaves `concat` out where it does not apply; programs that forward its webhooks write it out. */
const FALSE = ['false', '0', 'no'];
