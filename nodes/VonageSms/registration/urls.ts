import { BlockList, isIP } from 'node:net';

/**
 * Why Vonage can't call a webhook URL, as a clause; null if there is no known reason. Plain http is accepted,
 * because none of Vonage's documents requires https.
 */
export function whyNotPublic(url: string): string | null {
	if (!URL.canParse(url)) return "it isn't a URL";
	const { protocol, hostname } = new URL(url);
	if (!/^https?:$/.test(protocol)) return "it isn't an http or https URL";
	if (isLoopback(hostname)) return `"${hostname}" is only reachable on this machine`;
	if (isPrivate(hostname)) return `"${hostname}" is only reachable on a private network`;
	// RFC 1034 (Vonage support article 12945379904796).
	if (hostname.includes('_'))
		return `Vonage doesn't accept an underscore in a host name ("${hostname}")`;
	return null;
}

/** Whether a host is this machine: `localhost`, 127.0.0.0/8, ::1. */
export function isLoopback(hostname: string): boolean {
	const host = withoutBrackets(hostname);
	return host === 'localhost' || host.endsWith('.localhost') || isIn(loopback, host);
}

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('0.0.0.0', 'ipv4');
loopback.addAddress('::1', 'ipv6');
loopback.addAddress('::', 'ipv6');

/** RFC 1918, 3927, 4193, 4291, 6598. */
const privateRanges = new BlockList();
privateRanges.addSubnet('10.0.0.0', 8, 'ipv4');
privateRanges.addSubnet('172.16.0.0', 12, 'ipv4');
privateRanges.addSubnet('192.168.0.0', 16, 'ipv4');
privateRanges.addSubnet('169.254.0.0', 16, 'ipv4');
privateRanges.addSubnet('100.64.0.0', 10, 'ipv4');
privateRanges.addSubnet('fc00::', 7, 'ipv6');
privateRanges.addSubnet('fe80::', 10, 'ipv6');

/** Names without a dot, and the names in RFC 6762 and 8375, can be resolved only inside a network. */
function isPrivate(hostname: string): boolean {
	const host = withoutBrackets(hostname);
	if (isIP(host) !== 0) return isIn(privateRanges, host);
	return !host.includes('.') || /\.(local|internal|lan|home\.arpa)$/.test(host);
}

function isIn(ranges: BlockList, host: string): boolean {
	const family = isIP(host);
	return family !== 0 && ranges.check(host, family === 4 ? 'ipv4' : 'ipv6');
}

function withoutBrackets(hostname: string): string {
	return hostname.replace(/^\[|\]$/g, '');
}

/**
 * A URL for logs and messages, without the parts where other systems put secrets: tokens in the query, passwords
 * before the host.
 */
export function shownUrl(url: string): string {
	if (!URL.canParse(url)) return "something that isn't a URL";
	const { protocol, host, pathname, search } = new URL(url);
	return `${protocol}//${host}${pathname}${search === '' ? '' : '?…'}`;
}

/** `https://n8n.example.com/`, which is enough to identify an n8n. */
export function originOf(url: string): string {
	return URL.canParse(url) ? `${new URL(url).origin}/` : shownUrl(url);
}
