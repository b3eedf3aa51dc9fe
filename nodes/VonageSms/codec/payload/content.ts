import type { PortContent } from './ports';
import type { TextFormat } from './joinText';

/** How the octets of a binary message were read; `hex`: not at all. */
export type PayloadContent =
	'hex' | TextFormat | PortContent | 'icalendar' | 'serviceIndication' | 'serviceLoading';

export interface MediaName {
	fileName: string;
	mimeType: string;
}

/** File name and MIME type with which other software opens the octets. */
export function mediaName(content: PayloadContent): MediaName {
	return MEDIA[content];
}

const BYTES = 'application/octet-stream';

const MEDIA: Readonly<Record<PayloadContent, MediaName>> = {
	hex: { fileName: 'message.bin', mimeType: BYTES },
	utf8: { fileName: 'message.txt', mimeType: 'text/plain' },
	latin1: { fileName: 'message.txt', mimeType: 'text/plain; charset=iso-8859-1' },
	// Big-endian unless a mark says otherwise: what RFC 2781 4.3 has `utf-16` mean.
	ucs2: { fileName: 'message.txt', mimeType: 'text/plain; charset=utf-16' },
	gsm7: { fileName: 'message.bin', mimeType: BYTES },
	gsm7Packed: { fileName: 'message.bin', mimeType: BYTES },
	vcard: { fileName: 'contact.vcf', mimeType: 'text/vcard' },
	vcalendar: { fileName: 'event.vcs', mimeType: 'text/x-vcalendar' },
	icalendar: { fileName: 'event.ics', mimeType: 'text/calendar' },
	// The WSP header precedes the document, so the document's own MIME type would be wrong.
	wapPush: { fileName: 'push.wsp', mimeType: BYTES },
	serviceIndication: { fileName: 'push.wsp', mimeType: BYTES },
	serviceLoading: { fileName: 'push.wsp', mimeType: BYTES },
	secureWapPush: { fileName: 'push.wsp', mimeType: BYTES },
	wapBookmark: { fileName: 'bookmark.wbxml', mimeType: BYTES },
	ringTone: { fileName: 'ringtone.rng', mimeType: 'application/vnd.nokia.ringing-tone' },
	operatorLogo: { fileName: 'operator-logo.bin', mimeType: BYTES },
	callerIcon: { fileName: 'caller-icon.bin', mimeType: BYTES },
	pictureMessage: { fileName: 'picture.bin', mimeType: BYTES },
};
