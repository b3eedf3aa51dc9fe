import { type Fields, isFields, metadataOf } from './fields';
import type { MediaLink } from './types';

/** Links to what an MMS carries: one thing under its own name, or several under `content`. */
export function mediaOf(content: Fields): MediaLink[] {
	const single = KINDS.map((kind) => linkOf(kind, content[kind]));
	const several = Array.isArray(content.content) ? content.content : [];
	return [...single, ...several.filter(isFields).map(linkOfItem)].filter((link) => link !== null);
}

const KINDS = ['image', 'audio', 'video', 'vcard', 'file'];

/** `{ type, url, caption }`, or `{ type, image: { url, caption } }` as a message of one thing has it. */
function linkOfItem(item: Fields): MediaLink | null {
	const kind = KINDS.find((known) => known === metadataOf(item.type));
	return kind === undefined ? null : (linkOf(kind, item[kind]) ?? linkOf(kind, item));
}

function linkOf(type: string, value: unknown): MediaLink | null {
	if (!isFields(value)) return null;
	const url = metadataOf(value.url);
	// Whoever opens the link must end up on the web, not in a script or a file.
	if (url === null || !/^https?:\/\//i.test(url)) return null;
	return { type, url, caption: metadataOf(value.caption) };
}
