import { Router } from 'express';
import { requireAccount } from './authentication';
import type { Core } from '../core';
import { limitRequests, RateLimit } from './limits';
import { formParameters } from './parameters';
import { sendErrorCode } from './problems';
import type { VirtualNumber } from '../state';
import { isReachable } from '../webhooks/urlCheck';

/** Numbers API: `GET /account/numbers` (1 request a second), `POST /number/update` (3 a second with the listing). */
export function numbersApi(core: Core): Router {
	const router = Router();
	const authenticated = requireAccount(core.state.account, { legacy: true }, (response) =>
		sendErrorCode(response, 401, 'authentication failed'),
	);
	const limited = limitRequests(core.settings, new RateLimit(3));
	const listLimited = limitRequests(core.settings, new RateLimit(1));

	router.get('/account/numbers', authenticated, limited, listLimited, (request, response) => {
		const answer = listNumbers(core.state.numbers, formParameters(request));
		if (answer === undefined) return sendErrorCode(response, 420, 'method failed');
		response.json(answer);
	});
	router.post('/number/update', authenticated, limited, async (request, response) => {
		const refusal = await updateNumber(core, formParameters(request));
		if (refusal !== undefined) return sendErrorCode(response, 420, refusal);
		core.journal.add({ type: 'account' });
		response.json({ 'error-code': '200', 'error-code-label': 'success' });
	});
	return router;
}

/** `{}` when nothing matches, as Vonage has it; undefined for parameters out of range. */
function listNumbers(
	numbers: readonly VirtualNumber[],
	parameters: Record<string, string>,
): { count?: number; numbers?: unknown[] } | undefined {
	const size = Number(parameters.size ?? '10');
	const index = Number(parameters.index ?? '1');
	if (!Number.isInteger(size) || size < 1 || size > 100) return undefined;
	if (!Number.isInteger(index) || index < 1) return undefined;
	const found = numbers.filter((number) => matches(number, parameters));
	if (found.length === 0) return {};
	const page = found.slice((index - 1) * size, index * size);
	return { count: found.length, numbers: page.map(show) };
}

function matches(number: VirtualNumber, parameters: Record<string, string>): boolean {
	const { country, pattern, search_pattern: where, application_id: application } = parameters;
	if (country !== undefined && country !== number.country) return false;
	if (application !== undefined && application !== number.app_id) return false;
	if (parameters.has_application === 'true' && number.app_id === undefined) return false;
	if (parameters.has_application === 'false' && number.app_id !== undefined) return false;
	if (pattern === undefined) return true;
	if (where === '1') return number.msisdn.includes(pattern);
	if (where === '2') return number.msisdn.endsWith(pattern);
	return number.msisdn.startsWith(pattern);
}

/** A linked application shows under its new and its deprecated names. */
function show(number: VirtualNumber): Record<string, unknown> {
	if (number.app_id === undefined) return { ...number };
	return { ...number, messagesCallbackType: 'app', messagesCallbackValue: number.app_id };
}

/** Vonage's reason for refusing; undefined on success. */
async function updateNumber(
	core: Core,
	parameters: Record<string, string>,
): Promise<string | undefined> {
	const { country, msisdn } = parameters;
	const number = core.state.numbers.find((candidate) => candidate.msisdn === msisdn);
	if (number === undefined || number.country !== country) return 'method failed';
	if (number.type === 'mobile-shortcode') return 'method failed';
	const application = given(parameters.app_id) ?? given(parameters.messagesCallbackValue);
	const isKnown = core.state.applications.some(({ id }) => id === application);
	if (application !== undefined && !isKnown) return 'method failed';
	const webhook = given(parameters.moHttpUrl);
	if (webhook !== undefined && !(await isReachable(core, webhook))) return 'method failed';
	replaceSettings(number, { ...parameters, app_id: application ?? '' });
	return undefined;
}

const settable = [
	'app_id',
	'moHttpUrl',
	'moSmppSysType',
	'voiceCallbackType',
	'voiceCallbackValue',
	'voiceStatusCallback',
] as const;

/** Fields missing from the request are removed (Nexmo/nexmo-cli issue 83). */
function replaceSettings(number: VirtualNumber, parameters: Record<string, string>): void {
	for (const name of settable) {
		const value = given(parameters[name]);
		if (value === undefined) Reflect.deleteProperty(number, name);
		else number[name] = value;
	}
}

function given(value: string | undefined): string | undefined {
	return value === '' ? undefined : value;
}
