import type { ItemReader } from '../itemReader';

export type MediaType = 'image' | 'vcard' | 'audio' | 'video' | 'file';

export interface MmsContent {
	kind: 'mms';
	/** Empty for an MMS of media only. */
	text: string;
	media: Array<{ type: MediaType; url: string; caption?: string }>;
	/** Text of the SMS that Vonage sends if the MMS fails; null for none. */
	failoverText: string | null;
}

/** Longest caption of the Messages API. */
const longestCaption = 3000;

/** Longest text of the SMS that replaces a failed MMS. */
const longestText = 3200;

/** What the Messages API accepts as which type (Messages API 1.20.0); anything else is a file. */
const typesByExtension: ReadonlyArray<readonly [MediaType, RegExp]> = [
	['image', /\.(jpe?g|png|gif|bmp)$/i],
	['vcard', /\.vcf$/i],
	['audio', /\.(mp3|amr|midi?|wav|ac3)$/i],
	['video', /\.(mp4|3gp|avi|mpe?g)$/i],
];

/**
 * The content of an MMS: a text, or one or more attachments, the first of which carries text and caption.
 *
 * @throws NodeOperationError for an MMS with neither text nor media, and for addresses that are no URLs
 */
export function readMms(item: ItemReader): MmsContent {
	const text = item.text('text').trim();
	const caption = item.text('caption').trim();
	const urls = mediaUrls(item.value('mediaUrls'));
	if (urls.length === 0 && text === '') {
		throw item.refuse(
			"'Text' and 'Media URLs' are empty. Enter a text or the public URL of at least one file.",
		);
	}
	const shown = [text, caption].filter(Boolean).join('\n');
	if (urls.length > 0 && shown.length > longestCaption) {
		throw item.refuse(
			`'Text' and 'Caption' together have ${shown.length.toLocaleString('en-US')} characters, but Vonage accepts at most 3,000 with media. Shorten them.`,
		);
	}
	return {
		kind: 'mms',
		text,
		media: urls.map((url, index) => ({
			type: mediaType(item, url),
			url,
			...(index === 0 && shown !== '' && { caption: shown }),
		})),
		failoverText: readFailover(item, text || caption),
	};
}

/** A list, or a text with an address per line or separated by commas that no address contains. */
function mediaUrls(value: unknown): string[] {
	const entries = Array.isArray(value) ? value : String(value ?? '').split(/\s+|,(?=\s*https?:)/i);
	return entries.map((entry) => String(entry).trim()).filter((entry) => entry !== '');
}

function mediaType(item: ItemReader, url: string): MediaType {
	if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
		throw item.refuse(
			`'Media URLs' contains an invalid URL (${url.slice(0, 60)}). Enter the public https URL that Vonage can download each file from.`,
		);
	}
	const { pathname } = new URL(url);
	return typesByExtension.find(([, extension]) => extension.test(pathname))?.[0] ?? 'file';
}

function readFailover(item: ItemReader, text: string): string | null {
	if (item.collection('additionalFields').flag('failoverToSms') !== true) return null;
	if (text === '') {
		throw item.refuse(
			"'Fall Back to SMS' needs a text, but 'Text' and 'Caption' are empty. Enter a text or turn off 'Fall Back to SMS'.",
		);
	}
	if (text.length <= longestText) return text;
	throw item.refuse(
		"'Text' has more than 3,200 characters, the limit for an SMS sent by 'Fall Back to SMS'. Shorten it.",
	);
}
