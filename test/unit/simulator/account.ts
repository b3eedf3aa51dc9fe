import type { Simulator } from '../../simulator';

/** Basic authorization of the simulator's account. */
export function authorization({ account }: Simulator): { Authorization: string } {
	const credentials = Buffer.from(`${account.apiKey}:${account.apiSecret}`).toString('base64');
	return { Authorization: `Basic ${credentials}` };
}

/** Calls an API of the simulator as the account: with parameters, a form by POST, otherwise a GET. */
export async function call(
	simulator: Simulator,
	path: string,
	form?: Record<string, string>,
): Promise<{ status: number; headers: Headers; body: unknown }> {
	const response = await fetch(`${simulator.url}${path}`, {
		headers: authorization(simulator),
		...(form && { method: 'POST', body: new URLSearchParams(form) }),
	});
	return readAnswer(response);
}

/** Sends JSON with the given method and authorization. */
export async function callJson(
	simulator: Simulator,
	path: string,
	body: unknown,
	options: { method?: string; headers?: Record<string, string> } = {},
): Promise<{ status: number; headers: Headers; body: unknown }> {
	const response = await fetch(`${simulator.url}${path}`, {
		method: options.method ?? 'POST',
		headers: {
			'Content-Type': 'application/json',
			...(options.headers ?? authorization(simulator)),
		},
		...(body !== undefined && { body: JSON.stringify(body) }),
	});
	return readAnswer(response);
}

/**
 * Makes calls while the clock stands still: the simulator counts them within a second, and on a busy machine they
 * arrive over a longer time.
 */
export async function callAtOneMoment<T>(calls: number, ask: () => Promise<T>): Promise<T[]> {
	const clock = jest.spyOn(Date, 'now').mockReturnValue(Date.now());
	try {
		return await Promise.all(Array.from({ length: calls }, ask));
	} finally {
		clock.mockRestore();
	}
}

async function readAnswer(
	response: Response,
): Promise<{ status: number; headers: Headers; body: unknown }> {
	const text = await response.text();
	return {
		status: response.status,
		headers: response.headers,
		body: text === '' ? undefined : JSON.parse(text),
	};
}
