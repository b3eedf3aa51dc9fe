import { BlockList, isIPv4, isIPv6 } from 'node:net';

import { Refusal } from './refusal';

/** Addresses that may call the webhook. */
export interface AllowedAddresses {
	allows(address: string): boolean;
}

/**
 * Reads a list of IPv4 and IPv6 addresses and CIDR ranges, separated by commas or white space.
 *
 * @returns null for an empty list: anyone may call
 * @throws Error that names the first entry that is neither
 */
export function parseAllowedAddresses(list: string): AllowedAddresses | null {
	const entries = list.split(/[\s,]+/).filter((entry) => entry !== '');
	if (entries.length === 0) return null;

	const allowed = new BlockList();
	for (const entry of entries) addEntry(allowed, entry);

	return {
		allows(address) {
			const family = familyOf(address);
			// BlockList compares an IPv4-mapped IPv6 address with the IPv4 entries too.
			return family !== null && allowed.check(address, family);
		},
	};
}

/**
 * Refuses a caller that is not on the list, with 503, so that Vonage sends again what an incomplete list refused.
 *
 * @param ip as n8n reads it from the connection and its proxies
 */
export function checkAddress(ip: string | undefined, allowed: AllowedAddresses | null): void {
	if (allowed === null || (ip !== undefined && allowed.allows(ip))) return;
	throw new Refusal(
		503,
		"This IP address isn't allowed to call this webhook.",
		"the address isn't in the trigger's 'Allowed IP Addresses'",
	);
}

type Family = 'ipv4' | 'ipv6';

function addEntry(allowed: BlockList, entry: string): void {
	const [written = '', prefix, ...rest] = entry.split('/');
	const mapped = mappedIpv4(written);
	const address = mapped ?? written;
	const family = familyOf(address);
	if (family === null || rest.length > 0) throw notAnAddress(entry);

	if (prefix === undefined) {
		allowed.addAddress(address, family);
		return;
	}
	// ::ffff:192.0.2.0/120 is 192.0.2.0/24: the mapping uses the first 96 bits (RFC 4291 2.5.5.2).
	const bits = /^\d{1,3}$/.test(prefix) ? Number(prefix) - (mapped === null ? 0 : 96) : -1;
	if (bits < 0 || bits > (family === 'ipv4' ? 32 : 128)) throw notAnAddress(entry);
	allowed.addSubnet(address, bits, family);
}

function notAnAddress(entry: string): Error {
	return new Error(
		`"${entry}" is neither an IP address nor a CIDR range. Enter addresses such as 192.0.2.7, 192.0.2.0/24, or 2001:db8::/32, separated by commas.`,
	);
}

function familyOf(address: string): Family | null {
	if (isIPv4(address)) return 'ipv4';
	return isIPv6(address) ? 'ipv6' : null;
}

function mappedIpv4(address: string): string | null {
	const dotted = /^::ffff:([\d.]+)$/i.exec(address)?.[1];
	return dotted !== undefined && isIPv4(dotted) ? dotted : null;
}
