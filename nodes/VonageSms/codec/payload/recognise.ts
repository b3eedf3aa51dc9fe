import type { PayloadContent } from './content';
import { joinText } from './joinText';
import type { Segment, TextFormat } from './joinText';
import { portContent } from './ports';
import type { PortContent } from './ports';
import { provenFormat } from './provenFormat';
import { readWapPush } from './wapPush';

interface Recognised {
	content: PayloadContent;
	/** Null where the content is not text. */
	text: string | null;
}

/**
 * Recognizes the content of a binary message as far as its headers, its destination port or its octets prove it.
 * Everything else stays `hex`, because wrong text would be of no use.
 */
export function recognise(
	segments: ReadonlyArray<Segment | null>,
	bytes: Buffer,
	destination: number | null,
): Recognised {
	const elements = segments.flatMap((segment) => segment?.header.elements ?? []);
	if (elements.some(({ iei }) => isToolkitSecurity(iei))) return UNREADABLE;
	if (elements.some(({ iei }) => isNationalShift(iei))) {
		return textIn(bytes.some((octet) => octet >= 0x80) ? 'gsm7Packed' : 'gsm7', segments);
	}
	const content = destination === null ? null : portContent(destination);
	return (content && readPort(content, segments, bytes)) ?? readProven(segments, bytes);
}

const UNREADABLE: Recognised = { content: 'hex', text: null };

/** (U)SIM toolkit security headers: commands to a card, often encrypted (TS 23.040 9.2.3.24). */
function isToolkitSecurity(iei: number): boolean {
	return iei >= 0x70 && iei <= 0x7f;
}

/** Elements that only GSM-7 text has (TS 23.040 9.2.3.24.15, 9.2.3.24.16). */
function isNationalShift(iei: number): boolean {
	return iei === 0x24 || iei === 0x25;
}

/** Null if the content on a text port isn't text: then the octets themselves may prove the format. */
function readPort(
	content: PortContent,
	segments: ReadonlyArray<Segment | null>,
	bytes: Buffer,
): Recognised | null {
	switch (content) {
		case 'vcard':
		case 'vcalendar':
			return readVersit(segments);
		case 'wapPush': {
			const push = readWapPush(bytes);
			if (!push) return { content, text: null };
			return { content: push.kind, text: push.title ? `${push.title}\n${push.url}` : push.url };
		}
		default:
			return { content, text: null };
	}
}

/** In the order in which senders use them; Latin-1 reads everything that UTF-8 does not. */
const VERSIT_FORMATS: readonly TextFormat[] = ['utf8', 'latin1', 'ucs2', 'gsm7Packed'];

/** A vCard or vCalendar in whichever text format it opens with `BEGIN:`. */
function readVersit(segments: ReadonlyArray<Segment | null>): Recognised | null {
	for (const format of VERSIT_FORMATS) {
		const text = joinText(segments, format);
		const content = versitContent(text);
		if (content && !text.includes('\ufffd')) return { content, text };
	}
	return null;
}

function versitContent(text: string): PayloadContent | null {
	const name = /^\s*BEGIN:(VCARD|VCALENDAR)\s/i.exec(text)?.[1]?.toUpperCase();
	if (name === undefined) return null;
	if (name === 'VCARD') return 'vcard';
	return /^VERSION:2\.0\s*$/im.test(text) ? 'icalendar' : 'vcalendar';
}

function readProven(segments: ReadonlyArray<Segment | null>, bytes: Buffer): Recognised {
	const format = provenFormat(bytes);
	return format ? textIn(format, segments) : UNREADABLE;
}

function textIn(format: TextFormat, segments: ReadonlyArray<Segment | null>): Recognised {
	const text = joinText(segments, format);
	return { content: versitContent(text) ?? format, text };
}
