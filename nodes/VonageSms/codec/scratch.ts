/**
 * Room for the text of one part, and of most whole messages, which spares an allocation each. Nobody
 * keeps it past the end of a synchronous call.
 */
export const scratch = Buffer.allocUnsafeSlow(4096);

/** The scratch buffer, or a new one where that is too small. */
export function room(octets: number): Buffer {
	return octets <= scratch.length ? scratch : Buffer.allocUnsafe(octets);
}
