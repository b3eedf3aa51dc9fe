/** Reads a time as Vonage writes it, or Unix seconds. ISO 8601, UTC; null for anything else. */
export function timeOf(text: string | null): string | null {
	if (text === null) return null;
	return /^\d{1,11}$/.test(text) ? toIso(Number(text) * 1000) : writtenTimeOf(text);
}

/** Reads `scts` of a receipt: the network's time as `YYMMDDHHMM`. ISO 8601, UTC; null for anything else. */
export function serviceCentreTimeOf(text: string | null): string | null {
	if (text === null) return null;
	const digits = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(text);
	if (digits === null) return writtenTimeOf(text);
	const [, year, month, day, hour, minute] = digits;
	return toIso(Date.parse(`20${year}-${month}-${day}T${hour}:${minute}:00Z`));
}

/** The two forms in Vonage's documents and webhooks: `2020-01-01 12:00:00`, which is UTC, and ISO 8601. */
function writtenTimeOf(text: string): string | null {
	const match = WRITTEN.exec(text);
	if (match === null) return null;
	const [, day, time, fraction = '', sign, hours, minutes] = match;
	const zone = hours === undefined ? 'Z' : `${sign === '-' ? '-' : '+'}${hours}:${minutes}`;
	return toIso(Date.parse(`${day}T${time}${fraction.slice(0, 4)}${zone}`));
}

// A plus that was not escaped in a query string comes as a space.
const WRITTEN =
	/^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(\.\d{1,9})? ?(?:Z|UTC|([-+ ]?)(\d\d):?(\d\d))?$/;

function toIso(milliseconds: number): string | null {
	return Number.isNaN(milliseconds) ? null : new Date(milliseconds).toISOString();
}
