import { fieldsOf, type Fields, isFields, metadataOf } from './fields';
import { MAX_IDENTIFIER_CHARACTERS } from './limits';
import type { MediaLink } from './types';

/**
 * The attachments of an MMS, each once: the first under its own name, all or the others under `content`, which repeats
 * the first in some of Vonage's examples and not in others.
 */
export function mediaOf(content: Fields): MediaLink[] {
	const first = KINDS.map((kind) => linkOf(kind, content[kind]));
	const listed = Array.isArray(content.content) ? content.content : [];
	const links = [...first, ...listed.filter(isFields).map(linkOfItem)];
	return links.reduce<MediaLink[]>((known, link) => (link ? withLink(known, link) : known), []);
}

/** Phone numbers of a group conversation's other members (Messages API, `mms.participants`), as they came. */
export function participantsOf(record: Fields): string[] {
	const { participants } = fieldsOf(record.mms);
	if (!Array.isArray(participants)) return [];
	return participants
		.map(metadataOf)
		.filter((number) => number !== null)
		.filter((number) => number.length <= MAX_IDENTIFIER_CHARACTERS);
}

const KINDS = ['image', 'audio', 'video', 'vcard', 'file'];

function withLink(known: MediaLink[], link: MediaLink): MediaLink[] {
	const isSame = ({ type, url }: MediaLink) => type === link.type && url === link.url;
	if (!known.some(isSame)) return [...known, link];
	return known.map((other) =>
		isSame(other)
			? { ...other, name: other.name ?? link.name, caption: other.caption ?? link.caption }
			: other,
	);
}

/** `{ type, url, name, caption }`, or `{ type, image: { url, … } }` as in a message of one attachment. */
function linkOfItem(item: Fields): MediaLink | null {
	const kind = KINDS.find((known) => known === metadataOf(item.type));
	return kind === undefined ? null : (linkOf(kind, item[kind]) ?? linkOf(kind, item));
}

function linkOf(type: string, value: unknown): MediaLink | null {
	if (!isFields(value)) return null;
	const url = metadataOf(value.url);
	// Whoever opens the link must end up on the web, not in a script or a file.
	if (url === null || !/^https?:\/\//i.test(url)) return null;
	return { type, url, name: metadataOf(value.name), caption: metadataOf(value.caption) };
}
