import type { Core } from '../core';
import { exchange } from './webRequest';

/**
 * Whether Vonage would accept this webhook URL: an empty GET must return 200. Vonage itself also refuses hosts that
 * it can't reach, such as localhost, but the simulator has to accept them.
 */
export async function isReachable(core: Core, url: string): Promise<boolean> {
	if (!isAllowedUrl(url)) return false;
	const answer = await exchange(
		{ method: 'GET', url, headers: {}, body: null },
		core.settings.timeouts,
		core.closing.signal,
	);
	core.journal.add({ type: 'urlCheck', url, answer });
	return answer.kind === 'answered' && answer.status === 200;
}

/** Host labels by RFC 1034: no underscore (Vonage support article 12945379904796). */
export function isAllowedUrl(text: string): boolean {
	if (!URL.canParse(text)) return false;
	const { protocol, hostname } = new URL(text);
	return /^https?:$/.test(protocol) && !hostname.includes('_');
}
