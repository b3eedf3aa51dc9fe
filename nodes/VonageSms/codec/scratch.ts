/**
 * Room for the text of one part, and of most whole messages, which saves an allocation each. It is
 * used only within one synchronous call.
 */
export const scratch = Buffer.allocUnsafeSlow(4096);

/** The scratch buffer, or a new one where that is too small. */
export function room(octets: number): Buffer {
	return octets <= scratch.length ? scratch : Buffer.allocUnsafe(octets);
}
