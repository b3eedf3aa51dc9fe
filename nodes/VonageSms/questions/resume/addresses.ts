/** n8n's settings for the address of its own process. */
export type ListenSettings = Partial<
	Record<'N8N_PORT' | 'N8N_LISTEN_ADDRESS' | 'N8N_PROTOCOL', string>
>;

/**
 * Where a signed resume URL can be called: on this machine first, which needs no DNS, proxy or certificate, then at
 * n8n's public address. n8n signs the path and the query, not the host.
 */
export function resumeAddresses(
	signedUrl: string,
	settings: ListenSettings = process.env,
): string[] {
	const { pathname, search } = new URL(signedUrl);
	const local = `${protocolOf(settings)}://${hostOf(settings)}:${settings.N8N_PORT || '5678'}${pathname}${search}`;
	return local === signedUrl ? [local] : [local, signedUrl];
}

function protocolOf({ N8N_PROTOCOL }: ListenSettings): string {
	return N8N_PROTOCOL?.toLowerCase() === 'https' ? 'https' : 'http';
}

/** "Every interface" isn't an address to call, but loopback is one of them. */
function hostOf({ N8N_LISTEN_ADDRESS }: ListenSettings): string {
	const address = N8N_LISTEN_ADDRESS?.trim() ?? '';
	if (address === '' || address === '0.0.0.0' || address === '::') return '127.0.0.1';
	return address.includes(':') ? `[${address}]` : address;
}
