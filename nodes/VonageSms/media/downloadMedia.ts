import type { MediaLink } from '../inbound/types';
import { MediaError, readLimited } from './readLimited';

/** Attachments of one message that are downloaded. */
const MOST_FILES = 10;

/** For one attachment, all redirects included. */
const PATIENCE_MS = 15_000;

const MOST_REDIRECTS = 3;

/** The response to one GET, without following redirects. */
export interface MediaAnswer {
	status: number;
	/** Names in lower case. */
	headers: Record<string, string>;
	body: AsyncIterable<Uint8Array>;
	/** Ends the transfer and drops the unread rest. */
	close(): void;
}

/** Where attachments come from. */
export interface MediaSource {
	/** One GET. Rejects when no answer comes. */
	get(url: string, headers: Record<string, string>, signal: AbortSignal): Promise<MediaAnswer>;
	/** Where the credential says that Vonage's API is; its host is trusted like Vonage's own. */
	apiUrl: string;
	/** A token of the application, null where the credential names none. */
	token(): Promise<string | null>;
}

export interface MediaFile {
	bytes: Buffer;
	mimeType: string;
	fileName: string;
}

/** `file`, or why there is none. */
export type DownloadedMedia = { file: MediaFile } | { error: string };

/**
 * Downloads the attachments of an MMS, all at the same time. Never rejects: an attachment that cannot be downloaded has
 * an error, and the message goes out without it. Vonage keeps media for 48 hours.
 *
 * @returns one result for each link, in order
 */
export async function downloadMedia(
	links: readonly MediaLink[],
	source: MediaSource,
): Promise<DownloadedMedia[]> {
	return await Promise.all(
		links.map(async (link, index): Promise<DownloadedMedia> => {
			if (index >= MOST_FILES) {
				return {
					error: `Not downloaded: only the first ${MOST_FILES} attachments of a message are downloaded`,
				};
			}
			const patience = new AbortController();
			const timer = setTimeout(() => patience.abort(), PATIENCE_MS);
			try {
				return { file: await download(link, index, source, patience.signal) };
			} catch (error) {
				return { error: reasonOf(error, patience.signal) };
			} finally {
				clearTimeout(timer);
			}
		}),
	);
}

/** The text of an unknown error could contain the link, which is as good as a password. */
function reasonOf(error: unknown, patience: AbortSignal): string {
	if (patience.aborted) return `The download took longer than ${PATIENCE_MS / 1000} seconds`;
	return error instanceof MediaError ? error.message : 'The connection to the media server failed';
}

async function download(
	link: MediaLink,
	index: number,
	source: MediaSource,
	patience: AbortSignal,
): Promise<MediaFile> {
	const { answer, url } = await follow(link.url, source, patience);
	try {
		const mimeType = mimeTypeOf(answer.headers['content-type']);
		if (link.type !== 'file' && PAGE.test(mimeType)) {
			throw new MediaError(`Vonage returned a page (${mimeType}) instead of the file`);
		}
		const bytes = await readLimited(answer, patience);
		if (bytes.length === 0) throw new MediaError('The file is empty');
		return { bytes, mimeType, fileName: link.name ?? nameOf(url, link.type, index, mimeType) };
	} finally {
		answer.close();
	}
}

/** No picture, sound, film or contact has such a type, but the page of a proxy or an error with status 200 does. */
const PAGE = /^(text\/html|application\/(\w+\+)?json)$/;

/** The first answer that is no redirect. Each address on the way must be one of Vonage's. */
async function follow(
	first: string,
	source: MediaSource,
	signal: AbortSignal,
): Promise<{ answer: MediaAnswer; url: string }> {
	let url = first;
	for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects += 1) {
		if (!isVonages(url, source.apiUrl)) {
			throw new MediaError(
				redirects === 0
					? "Not downloaded: the URL doesn't point to a Vonage host"
					: "Not downloaded: Vonage redirected to a host that isn't its own",
			);
		}
		const answer = await getWithToken(url, source, signal);
		if (answer.status === 200) return { answer, url };
		answer.close();
		const { location } = answer.headers;
		if (answer.status < 300 || answer.status >= 400 || !location) throw refusal(answer.status);
		url = URL.canParse(location, url) ? new URL(location, url).href : '';
	}
	throw new MediaError('Not downloaded: too many redirects');
}

/**
 * Without a token first: a link of standard security is enough by itself, and a storage service behind it may refuse a
 * second kind of authorization.
 */
async function getWithToken(
	url: string,
	source: MediaSource,
	signal: AbortSignal,
): Promise<MediaAnswer> {
	const answer = await source.get(url, {}, signal);
	if (answer.status !== 401 && answer.status !== 403) return answer;
	const token = await source.token();
	if (token === null) return answer;
	answer.close();
	return await source.get(url, { Authorization: `Bearer ${token}` }, signal);
}

/** HTTPS to Vonage, or the very origin of the credential's API URL, which a proxy or a test may have without TLS. */
function isVonages(url: string, apiUrl: string): boolean {
	if (!URL.canParse(url)) return false;
	const { protocol, hostname, origin, username, password } = new URL(url);
	if (username !== '' || password !== '') return false;
	if (URL.canParse(apiUrl) && origin === new URL(apiUrl).origin) return true;
	return protocol === 'https:' && /(^|\.)(nexmo|vonage)\.com$/.test(hostname);
}

function refusal(status: number): MediaError {
	if (status === 401 || status === 403) {
		return new MediaError(
			`Vonage refused the download (HTTP ${status}). If 'Secure Inbound Media' is turned on for the application, enter its 'Application ID' and 'Private Key' in the credential.`,
		);
	}
	if (status === 404 || status === 410) {
		return new MediaError(
			`The file no longer exists (HTTP ${status}). Vonage keeps files for 48 hours`,
		);
	}
	return new MediaError(`Vonage answered with HTTP ${status}`);
}

function mimeTypeOf(contentType: string | undefined): string {
	const [type = ''] = (contentType ?? '').split(';');
	return /^[\w.+-]+\/[\w.+-]+$/.test(type.trim())
		? type.trim().toLowerCase()
		: 'application/octet-stream';
}

/** The name at the end of the address where it has an ending, else made of the kind of attachment. */
function nameOf(url: string, type: string, index: number, mimeType: string): string {
	const last = new URL(url).pathname.split('/').at(-1) ?? '';
	if (/^[\w-]+\.\w{1,5}$/.test(last)) return last;
	const [, subtype = ''] = mimeType.split('/');
	const ending = ENDINGS[mimeType] ?? (/^[a-z0-9]{2,5}$/.test(subtype) ? subtype : 'bin');
	return `${type}${index}.${ending}`;
}

const ENDINGS: Readonly<Record<string, string>> = {
	'application/octet-stream': 'bin',
	'audio/mpeg': 'mp3',
	'image/jpeg': 'jpg',
	'text/plain': 'txt',
	'text/vcard': 'vcf',
	'text/x-vcard': 'vcf',
};
