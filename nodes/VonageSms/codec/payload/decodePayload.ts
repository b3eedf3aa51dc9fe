import { parseUdh } from '../userDataHeader';
import { mediaName } from './content';
import type { MediaName, PayloadContent } from './content';
import { joinText, readOctets } from './joinText';
import type { Segment, TextFormat } from './joinText';
import { recognise } from './recognise';

/** The node's option of that name. */
export type PayloadFormat = 'auto' | 'hex' | TextFormat;

/** One part of a binary message as Vonage sends it. */
export interface PayloadPart {
	/** User data after the header, hex of either case. */
	data: string;
	/** User Data Header with its length octet, hex; null without one. */
	udh: string | null;
}

export interface DecodedPayload extends MediaName {
	/** Null where the octets are not, or not provably, text. */
	text: string | null;
	/** How the octets were read. */
	payloadFormat: PayloadContent;
	/** Application ports, of the first part that has some. */
	ports: { source: number; destination: number } | null;
	/** User data of all parts that arrived. */
	bytes: Buffer;
}

/**
 * Reads a binary message from its parts in order, null for one that is missing. `auto` gives text
 * only where a header, a port or the octets themselves prove the encoding. Never throws: anything but
 * hex counts as absent.
 */
export function decodePayload(
	parts: ReadonlyArray<PayloadPart | null>,
	format: PayloadFormat,
): DecodedPayload {
	const segments = parts.map((part) => part && toSegment(part));
	const known = segments.filter((segment) => segment !== null);
	const bytes = Buffer.concat(known.map(({ octets }) => octets));
	const ports = known.find(({ header }) => header.ports)?.header.ports;
	const { content, text } =
		format === 'auto'
			? recognise(segments, bytes, ports?.dest ?? null)
			: { content: format, text: format === 'hex' ? null : readText(segments, bytes, format) };
	const { fileName, mimeType } = mediaName(content);
	return {
		text,
		payloadFormat: content,
		ports: ports ? { source: ports.src, destination: ports.dest } : null,
		bytes,
		fileName,
		mimeType,
	};
}

function toSegment({ data, udh }: PayloadPart): Segment {
	return {
		octets: Buffer.from(data, 'hex'),
		header: parseUdh(udh ?? ''),
		headerOctets: udh === null ? 0 : udh.length >> 1,
	};
}

function readText(
	segments: ReadonlyArray<Segment | null>,
	bytes: Buffer,
	format: TextFormat,
): string {
	const partByPart = format === 'gsm7' || format === 'gsm7Packed' || segments.includes(null);
	return partByPart ? joinText(segments, format) : readOctets(bytes, format);
}
