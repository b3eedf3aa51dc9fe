import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';

/** Long enough for a second question to arrive while the first is being answered. */
const THINKS_MS = 500;

export interface LanguageModel {
	/** Base address for the OpenAI credential. */
	url: string;
	close(): Promise<void>;
}

interface Question {
	messages: { role: string; content: string }[];
	tools?: { function: { name: string } }[];
}

/** Implements OpenAI's chat completions. Answers with everything the user said in the conversation, as `said: a | b`. */
export async function startLanguageModel(): Promise<LanguageModel> {
	return await serve(async ({ messages }) => {
		await sleep(THINKS_MS);
		const said = messages.filter(({ role }) => role === 'user').map(({ content }) => content);
		return { content: `said: ${said.join(' | ')}` };
	});
}

/** Answers with the types of content in the user's last message, as `sees: text, image_url`. */
export async function startSeeingModel(): Promise<LanguageModel> {
	return await serve(async ({ messages }) => {
		const last: unknown = messages.findLast(({ role }) => role === 'user')?.content;
		const kinds = Array.isArray(last)
			? last.map((part: { type: string }) => part.type)
			: [typeof last];
		return { content: `sees: ${kinds.join(', ')}` };
	});
}

/**
 * Calls the first available tool with the input that a human review step expects, and then answers with the tool's
 * output, as `tool: …`.
 */
export async function startToolCallingModel(): Promise<LanguageModel> {
	return await serve(async ({ messages, tools }) => {
		const results = messages.filter(({ role }) => role === 'tool').map(({ content }) => content);
		const tool = tools?.[0];
		if (results.length > 0 || !tool) return { content: `tool: ${results.join(' | ')}` };
		const arguments_ = JSON.stringify({ toolParameters: {}, hitlParameters: {} });
		return {
			content: null,
			tool_calls: [
				{
					id: 'call_1',
					type: 'function',
					function: { name: tool.function.name, arguments: arguments_ },
				},
			],
		};
	});
}

interface Answer {
	content: string | null;
	tool_calls?: object[];
}

async function serve(answer: (question: Question) => Promise<Answer>): Promise<LanguageModel> {
	const server = createServer(async (request, response) => {
		const message = await answer((await json(request)) as Question);
		response.setHeader('content-type', 'application/json');
		response.end(JSON.stringify(completion(message)));
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

function completion({ content, tool_calls }: Answer): object {
	return {
		id: 'chatcmpl-1',
		object: 'chat.completion',
		created: 1_577_880_000,
		model: 'gpt-4.1-mini',
		choices: [
			{
				index: 0,
				message: { role: 'assistant', content, ...(tool_calls && { tool_calls }) },
				finish_reason: tool_calls ? 'tool_calls' : 'stop',
			},
		],
		usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
	};
}
