import { once } from 'node:events';
import { connect } from 'node:net';

/** Deletes an instance's keys from a Redis that others use as well. */
export async function dropRedisKeys(host: string, port: number, prefix: string): Promise<void> {
	const script =
		"for _, key in ipairs(redis.call('keys', ARGV[1])) do redis.call('del', key) end return 'ok'";
	const answer = await ask(host, port, ['EVAL', script, '0', `${prefix}*`]);
	if (!answer.startsWith('$2')) throw new Error(`Redis answered ${answer.trim()}`);
}

/** One command in Redis's own protocol (RESP): an array of bulk strings. */
async function ask(host: string, port: number, words: string[]): Promise<string> {
	const socket = connect(port, host);
	socket.write(
		`*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('')}`,
	);
	const [answer] = await once(socket, 'data');
	socket.destroy();
	return String(answer);
}
