import { countryOf } from '../../phone';
import { isRecord } from '../../vonage/json';
import type { ItemReader } from '../itemReader';

/** Hours during which no messages are sent. */
export interface QuietHours {
	/** Minutes since midnight: the first that is quiet, and the first that no longer is. */
	from: number;
	to: number;
	/** IANA name; null for the recipient's country. */
	timeZone: string | null;
	/** Where the country has several time zones, or is not known. */
	fallbackZone: string;
	/** What happens to a message: left unsent, an error, or sent when they end. */
	action: 'skip' | 'fail' | 'wait';
}

/**
 * The option 'Quiet Hours' of an item; null where it is not set.
 *
 * @throws NodeOperationError for an invalid time of day or time zone, and for a wait that is not possible
 */
export function readQuietHours(item: ItemReader): QuietHours | null {
	const options = item.value('options');
	const given =
		isRecord(options) && isRecord(options.quietHours) ? options.quietHours.values : null;
	if (!isRecord(given)) return null;
	const zone = String(given.timeZone ?? 'recipient');
	const fallbackZone = item.timeZone;
	const name = zone === 'other' ? String(given.timeZoneName ?? '').trim() : fallbackZone;
	if (!isTimeZone(name)) {
		throw item.refuse(
			`'Time Zone Name' in 'Quiet Hours' isn't a time zone (${name}). Enter a name such as America/New_York.`,
		);
	}
	const hours = {
		from: readTimeOfDay(item, given.from ?? '21:00', 'From'),
		to: readTimeOfDay(item, given.to ?? '08:00', 'To'),
		timeZone: zone === 'recipient' ? null : name,
		fallbackZone,
	};
	if (given.behavior !== 'wait') {
		return { ...hours, action: given.behavior === 'fail' ? 'fail' : 'skip' };
	}
	if (!item.canRunLater) {
		throw item.refuse(
			"This execution can't wait until the 'Quiet Hours' end, so nothing was sent. Set 'Then' to 'Skip' or 'Fail'.",
		);
	}
	if (hours.from === 0 && hours.to === DAY_MINUTES) {
		throw item.refuse(
			"'Quiet Hours' from 00:00 to 24:00 never end, so the message would never be sent. Choose other times.",
		);
	}
	return { ...hours, action: 'wait' };
}

/**
 * When the quiet hours of a recipient end; null where it is not quiet at this moment.
 *
 * @param to digits without `+`
 * @param now milliseconds since the epoch
 */
export function quietUntil(quiet: QuietHours, to: string, now: number): Date | null {
	const zone = quiet.timeZone ?? zoneOf(to, now) ?? quiet.fallbackZone;
	if (!isQuiet(quiet, minuteOf(zone, now))) return null;
	const minute = Math.floor(now / MINUTE_MS) * MINUTE_MS;
	// Minute by minute, since the clock may change meanwhile. Quiet hours that never end are quiet for a day.
	for (let ahead = 1; ahead <= DAY_MINUTES + 60; ahead += 1) {
		const later = minute + ahead * MINUTE_MS;
		if (!isQuiet(quiet, minuteOf(zone, later))) return new Date(later);
	}
	return new Date(now + DAY_MINUTES * MINUTE_MS);
}

const MINUTE_MS = 60_000;
const DAY_MINUTES = 24 * 60;

/** From 21:00 to 08:00 goes over midnight. Equal times are no quiet hours. */
function isQuiet({ from, to }: QuietHours, minute: number): boolean {
	return from <= to ? minute >= from && minute < to : minute >= from || minute < to;
}

/** Minutes since midnight on a clock of the zone. */
function minuteOf(zone: string, instant: number): number {
	const [hour, minute] = clockOf(zone).format(instant).split(':').map(Number);
	return (hour ?? 0) * 60 + (minute ?? 0);
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** Kept, because one is slow to make. */
function clockOf(zone: string): Intl.DateTimeFormat {
	const known = clocks.get(zone);
	if (known) return known;
	const clock = new Intl.DateTimeFormat('en-US', {
		...{ timeZone: zone, hourCycle: 'h23' as const },
		...{ hour: '2-digit' as const, minute: '2-digit' as const },
	});
	clocks.set(zone, clock);
	return clock;
}

/** The time zone of a number's country, where all of its zones show the same time; else null. */
function zoneOf(to: string, now: number): string | null {
	const country = countryOf(`+${to}`);
	const [first, ...others] = country === null ? [] : zonesOfCountry(country);
	if (first === undefined) return null;
	return others.every((zone) => minuteOf(zone, now) === minuteOf(first, now)) ? first : null;
}

function zonesOfCountry(country: string): string[] {
	// TypeScript does not know either name; the second is the older one.
	const locale = new Intl.Locale(`und-${country}`) as Intl.Locale & {
		getTimeZones?: () => string[] | undefined;
		timeZones?: string[];
	};
	return locale.getTimeZones?.() ?? locale.timeZones ?? [];
}

function isTimeZone(name: string): boolean {
	try {
		return clockOf(name) !== null;
	} catch {
		return false;
	}
}

/** Minutes since midnight of `21:00`, `9:30` or `21`. */
function readTimeOfDay(item: ItemReader, value: unknown, label: string): number {
	const [, hour, minute = '0'] = /^(\d{1,2})(?::(\d\d))?$/.exec(String(value).trim()) ?? [];
	const [hours, minutes] = [Number(hour), Number(minute)];
	if (hours <= 24 && minutes < 60 && hours * 60 + minutes <= DAY_MINUTES)
		return hours * 60 + minutes;
	throw item.refuse(
		`'${label}' in 'Quiet Hours' isn't a time of day (${String(value)}). Enter a time such as 21:00.`,
	);
}
