/** A URL for logs and messages: other systems put tokens into the query, and passwords before the host. */
export function shownUrl(url: string): string {
	if (!URL.canParse(url)) return 'something that is no URL';
	const { protocol, host, pathname, search } = new URL(url);
	return `${protocol}//${host}${pathname}${search === '' ? '' : '?…'}`;
}
