import type { ForwardMethod } from '../state';
import type { WebRequest } from './webRequest';

/**
 * The request that carries a record of the SMS API. A captured JSON request has no content type, so this is
 * supported too. JSON escapes half a surrogate pair as `\ud83d`, which a query or a form cannot carry.
 */
export function toRequest(
	url: string,
	record: Readonly<Record<string, string>>,
	format: ForwardMethod,
	contentType: 'stated' | 'absent' = 'stated',
): WebRequest {
	if (format === 'GET') {
		const target = new URL(url);
		const query = new URLSearchParams(record).toString();
		// Appended to the URL's existing query, unchanged.
		target.search = target.search === '' ? query : `${target.search}&${query}`;
		return { method: 'GET', url: target.href, headers: {}, body: null };
	}
	const [type, body] =
		format === 'POST-JSON'
			? ['application/json', JSON.stringify(record)]
			: [
					'application/x-www-form-urlencoded; charset=UTF-8',
					new URLSearchParams(record).toString(),
				];
	const headers: Record<string, string> = contentType === 'absent' ? {} : { 'Content-Type': type };
	return { method: 'POST', url, headers, body };
}
