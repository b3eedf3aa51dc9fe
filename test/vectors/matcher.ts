/**
 * The value that a vector expects as a matcher of Jest: objects need only the entries that are named,
 * `{"$match": "/x/i"}` and `{"$re": "x"}` are patterns.
 */
export function matcher(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(matcher);
	if (typeof value !== 'object' || value === null) return value;
	if ('$match' in value) {
		const [, source = '', flags = ''] = /^\/(.*)\/(\w*)$/.exec(String(value.$match)) ?? [];
		return expect.stringMatching(new RegExp(source, flags));
	}
	if ('$re' in value) return expect.stringMatching(new RegExp(String(value.$re)));
	const entries = Object.entries(value).map(([name, entry]) => [name, matcher(entry)]);
	return expect.objectContaining(Object.fromEntries(entries));
}
