import type { ItemReader } from '../itemReader';

/**
 * A date and time parameter: the value from the editor's picker, or a Luxon object, a Date, or ISO 8601 text from
 * an expression. Times without a zone are in the workflow's time zone, as everywhere in n8n.
 *
 * @param zone of the workflow
 * @returns milliseconds since the epoch
 * @throws NodeOperationError if it isn't a time
 */
export function readTime(item: ItemReader, name: string, label: string, zone: string): number {
	const value = item.value(name) ?? '';
	const time = typeof value === 'number' ? value : parse(String(value), zone);
	if (!Number.isNaN(time)) return time;
	throw item.refuse(
		`'${label}' is not a date and time. Enter a time such as 2026-01-31T08:00:00Z, or an expression that returns one.`,
	);
}

function parse(value: string, zone: string): number {
	const text = value.trim().replace(' ', 'T');
	if (/(Z|[+-]\d\d:?\d\d)$/i.test(text)) return Date.parse(text);
	const asIfUtc = Date.parse(/T/.test(text) ? `${text}Z` : text);
	// The offset of the zone may itself change between the two instants, at the end of summer time.
	const near = asIfUtc - offsetOf(zone, asIfUtc);
	return asIfUtc - offsetOf(zone, near);
}

/** The zone's offset from UTC at this instant, in milliseconds. */
function offsetOf(zone: string, instant: number): number {
	if (Number.isNaN(instant)) return NaN;
	const format = new Intl.DateTimeFormat('en-US', {
		timeZone: zone,
		hourCycle: 'h23',
		...{ year: 'numeric', month: 'numeric', day: 'numeric' },
		...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
	});
	const parts = Object.fromEntries(
		format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]),
	);
	const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
	return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(instant / 1000) * 1000;
}
