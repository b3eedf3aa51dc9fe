import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';

/** Long enough for a second question to come while the first is being answered. */
const THINKS_MS = 500;

export interface LanguageModel {
	/** Base address for the OpenAI credential. */
	url: string;
	close(): Promise<void>;
}

interface Question {
	messages: { role: string; content: string }[];
}

/** Speaks OpenAI's chat completions and answers with all that the user has said in the conversation, as `said: a | b`. */
export async function startLanguageModel(): Promise<LanguageModel> {
	const server = createServer(async (request, response) => {
		const { messages } = (await json(request)) as Question;
		await sleep(THINKS_MS);
		const said = messages.filter(({ role }) => role === 'user').map(({ content }) => content);
		response.setHeader('content-type', 'application/json');
		response.end(JSON.stringify(completion(`said: ${said.join(' | ')}`)));
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}/v1`,
		close: async () => {
			const closed = once(server, 'close');
			server.close();
			server.closeAllConnections();
			await closed;
		},
	};
}

function completion(content: string): object {
	return {
		id: 'chatcmpl-1',
		object: 'chat.completion',
		created: 1_577_880_000,
		model: 'gpt-4.1-mini',
		choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }],
		usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
	};
}
