import type { IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';

/** A response as n8n's HTTP helper returns it: the body is parsed if it is JSON. */
export interface HelperAnswer {
	statusCode: number;
	headers: Record<string, string>;
	body: unknown;
}

/** A context in which every request gets this response, and the sent requests. */
export function answering(answer: HelperAnswer): {
	context: IExecuteFunctions;
	sent: IHttpRequestOptions[];
} {
	const sent: IHttpRequestOptions[] = [];
	const request = async (options: IHttpRequestOptions) => {
		sent.push(options);
		return answer;
	};
	const context = {
		getNode: () => ({ name: 'Vonage SMS' }),
		getCredentials: async () => ({ apiKey: 'abcd1234', apiSecret: 'secret of the test' }),
		helpers: {
			httpRequest: request,
			httpRequestWithAuthentication: async (_: string, options: IHttpRequestOptions) =>
				await request(options),
		},
	} as unknown as IExecuteFunctions;
	return { context, sent };
}
