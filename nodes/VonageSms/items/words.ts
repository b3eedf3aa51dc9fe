/** Up to the first white space, upper case; null where there is no word. */
export function firstWord(text: string | null): string | null {
	return text === null ? null : (/\S+/.exec(text)?.[0].toUpperCase() ?? null);
}

/** Whether the whole text is one of the words that stop a subscription. */
export function isOptOut(text: string | null): boolean {
	return text !== null && OPT_OUT.has(text.trim().toUpperCase());
}

/** The words that US carriers and CTIA have senders honour. */
const OPT_OUT: ReadonlySet<string> = new Set([
	'STOP',
	'STOPALL',
	'UNSUBSCRIBE',
	'CANCEL',
	'END',
	'QUIT',
	'REVOKE',
	'OPTOUT',
]);
