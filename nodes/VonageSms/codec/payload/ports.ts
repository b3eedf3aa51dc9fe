/** What a phone does with a message to one of the ports below, in place of showing it. */
export type PortContent =
	| 'vcard'
	| 'vcalendar'
	| 'wapPush'
	| 'secureWapPush'
	| 'wapBookmark'
	| 'ringTone'
	| 'operatorLogo'
	| 'callerIcon'
	| 'pictureMessage';

/**
 * What travels to a well-known destination port: IANA's WAP ports, and those of Nokia's Smart
 * Messaging specification. Null for every other.
 */
export function portContent(destination: number): PortContent | null {
	return CONTENT_BY_PORT.get(destination) ?? null;
}

const CONTENT_BY_PORT = new Map<number, PortContent>([
	[228, 'vcalendar'],
	[2948, 'wapPush'],
	[2949, 'secureWapPush'],
	[5505, 'ringTone'],
	[5506, 'operatorLogo'],
	[5507, 'callerIcon'],
	[5514, 'pictureMessage'],
	[9204, 'vcard'],
	[9205, 'vcalendar'],
	[49999, 'wapBookmark'],
]);
