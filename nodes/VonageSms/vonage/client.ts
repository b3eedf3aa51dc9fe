import type {
	IDataObject,
	IExecuteFunctions,
	IHookFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	ITriggerFunctions,
	IWebhookFunctions,
} from 'n8n-workflow';
import { CREDENTIAL, readVonageCredential } from './credential';
import { isRecord } from './json';
import { VonageUnreachable } from './unreachable';

/** The n8n contexts that can send requests to Vonage. */
export type VonageContext =
	| IHookFunctions
	| IExecuteFunctions
	| ILoadOptionsFunctions
	| ITriggerFunctions
	| IWebhookFunctions;

/** `rest`: SMS, Numbers, and Account APIs. `api`: Messages and Applications APIs. */
type VonageHost = 'rest' | 'api';

export type VonageAuth =
	| { kind: 'basic' }
	| { kind: 'bearer'; token: string }
	/** For requests with `sig`. Vonage refuses them if they also have an Authorization header. */
	| { kind: 'none' };

export interface VonageRequest {
	host: VonageHost;
	method: 'GET' | 'POST' | 'PUT';
	/** Begins with a slash. */
	path: string;
	query?: Record<string, string>;
	/** Sent form-urlencoded. */
	form?: Record<string, string>;
	/** Sent as JSON if there is no `form`. */
	json?: unknown;
	auth: VonageAuth;
	/** Defaults to 30,000, because registering a URL waits for Vonage's own check of it. */
	timeoutMs?: number;
}

export interface VonageResponse {
	status: number;
	/** Names in lower case. */
	headers: Record<string, string>;
	/** Parsed if it's JSON, otherwise the text. */
	body: unknown;
}

/**
 * Sends one request to Vonage and resolves for any HTTP status.
 *
 * @throws VonageUnreachable if there is no response; its `outcome` says whether Vonage may have processed the
 *   request
 */
export async function vonageRequest(
	context: VonageContext,
	request: VonageRequest,
): Promise<VonageResponse> {
	const origin = await baseUrl(context, request.host);
	const options = httpOptions(origin, request);
	const answer = await send(context, request.auth, options).catch((error: unknown) => {
		throw new VonageUnreachable(context.getNode(), origin, error);
	});
	return readAnswer(answer);
}

/**
 * The API's base URL from the credential.
 *
 * @returns an origin, optionally with a path, without a trailing slash
 */
async function baseUrl(context: VonageContext, host: VonageHost): Promise<string> {
	const { restUrl, apiUrl } = await readVonageCredential(context);
	return host === 'rest' ? restUrl : apiUrl;
}

function httpOptions(origin: string, request: VonageRequest): IHttpRequestOptions {
	return {
		url: `${origin}${request.path}`,
		method: request.method,
		headers: { Accept: 'application/json', ...contentType(request) },
		...(request.query && { qs: request.query }),
		...body(request),
		timeout: request.timeoutMs ?? 30_000,
		// A redirect would carry the key and the secret to another host.
		disableFollowRedirect: true,
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
	};
}

function contentType({ form, json }: VonageRequest): IDataObject {
	if (form) return { 'Content-Type': 'application/x-www-form-urlencoded' };
	if (json !== undefined) return { 'Content-Type': 'application/json' };
	return {};
}

function body({ form, json }: VonageRequest): Pick<IHttpRequestOptions, 'body'> {
	// As text, because n8n treats a URLSearchParams object as an empty body.
	if (form) return { body: new URLSearchParams(form).toString() };
	if (json !== undefined) return { body: JSON.stringify(json) };
	return {};
}

async function send(
	context: VonageContext,
	auth: VonageAuth,
	options: IHttpRequestOptions,
): Promise<unknown> {
	switch (auth.kind) {
		case 'basic':
			return await context.helpers.httpRequestWithAuthentication.call(context, CREDENTIAL, options);
		case 'bearer':
			return await context.helpers.httpRequest({
				...options,
				headers: { ...options.headers, Authorization: `Bearer ${auth.token}` },
			});
		case 'none':
			return await context.helpers.httpRequest(options);
	}
}

/** The full response of n8n's HTTP helpers. */
export function readAnswer(answer: unknown): VonageResponse {
	const { statusCode, headers, body: answerBody } = isRecord(answer) ? answer : {};
	return {
		status: Number(statusCode),
		headers: Object.fromEntries(
			Object.entries(isRecord(headers) ? headers : {}).map(([name, value]) => [
				name.toLowerCase(),
				String(value),
			]),
		),
		body: answerBody,
	};
}
