import type { MessageType, SmsPart, WholeMessage } from '../inbound/types';
import type { Message } from '../reassembly/types';

/** A record of a message with its place in it. */
export interface Content {
	part: number;
	inbound: SmsPart | WholeMessage;
}

/** Known parts by part number. */
export function contentsOf({ parts }: Message): Content[] {
	return parts.flatMap(({ part, inbound }) =>
		inbound.kind === 'receipt' ? [] : [{ part, inbound }],
	);
}

/** Vonage tells each part's type by that part's characters: one that is Unicode decides for all. */
export function typeOf(contents: Content[]): MessageType {
	const types = new Set(contents.map(({ inbound }) => inbound.type));
	return PRECEDENCE.find((type) => types.has(type)) ?? 'text';
}

const PRECEDENCE: readonly MessageType[] = ['mms', 'binary', 'unicode', 'text'];
