import type { MediaAnswer } from './downloadMedia';

const MOST_BYTES = 5 * 1024 * 1024;

/** Why an attachment was not downloaded, in words for the user; contains no link. */
export class MediaError extends Error {
	override name = 'MediaError';
}

/**
 * The whole body, unless it is larger than 5 MB. What the server announces is checked first, and what it sends is
 * counted.
 *
 * @throws MediaError when the file is too large
 */
export async function readLimited(answer: MediaAnswer, signal: AbortSignal): Promise<Buffer> {
	if (Number(answer.headers['content-length'] ?? 0) > MOST_BYTES) throw tooLarge();
	signal.addEventListener('abort', () => answer.close(), { once: true });
	const chunks: Uint8Array[] = [];
	let length = 0;
	for await (const chunk of answer.body) {
		length += chunk.length;
		if (length > MOST_BYTES) throw tooLarge();
		chunks.push(chunk);
	}
	// A stream that was closed may end as if it were complete.
	signal.throwIfAborted();
	const announced = answer.headers['content-length'];
	if (
		announced !== undefined &&
		!answer.headers['content-encoding'] &&
		length < Number(announced)
	) {
		throw new MediaError('The connection ended before the file was complete');
	}
	return Buffer.concat(chunks);
}

function tooLarge(): MediaError {
	return new MediaError('The file is larger than 5 MB');
}
