import { randomUUID } from 'node:crypto';
import { Router } from 'express';
import type { Request, RequestHandler, Response } from 'express';
import { newKeyPair } from './applicationKeys';
import { parseApplication } from './applicationBody';
import { refuseWithProblem, requireAccount } from './authentication';
import type { Core } from '../core';
import { limitRequests, RateLimit } from './limits';
import { formParameters, jsonObject } from './parameters';
import { sendProblem } from './problems';
import type { InvalidParameter } from './problems';
import type { Application } from '../state';

/** Applications API v2, under `/v2/applications`. Basic auth only: tokens are not accepted. */
export function applicationsApi(core: Core): Router {
	const router = Router();
	const { applications } = core.state;
	router.use(
		'/v2/applications',
		requireAccount(core.state.account, { legacy: false }, refuseWithProblem),
		limitRequests(core.settings, new RateLimit(3)),
	);
	router.get('/v2/applications', (request, response) => {
		response.json(listPage(applications, formParameters(request)));
	});
	router.post('/v2/applications', (request, response) => save(core, request, response));
	router.get(
		'/v2/applications/:id',
		withApplication(core, (application, _request, response) => {
			response.json(application);
		}),
	);
	router.put(
		'/v2/applications/:id',
		withApplication(core, (application, request, response) =>
			save(core, request, response, application),
		),
	);
	router.delete(
		'/v2/applications/:id',
		withApplication(core, (application, _request, response) => {
			remove(core, application);
			response.status(204).end();
		}),
	);
	return router;
}

function listPage(
	applications: readonly Application[],
	parameters: Readonly<Record<string, string>>,
): Record<string, unknown> {
	const size = Number(parameters.page_size ?? '10');
	const page = Number(parameters.page ?? '1');
	return {
		page_size: size,
		page,
		total_items: applications.length,
		total_pages: Math.ceil(applications.length / size),
		_embedded: { applications: applications.slice((page - 1) * size, page * size) },
		_links: { self: { href: `/v2/applications?page_size=${size}&page=${page}` } },
	};
}

function withApplication(
	core: Core,
	handle: (application: Application, request: Request, response: Response) => void | Promise<void>,
): RequestHandler {
	return (request, response) => {
		const found = core.state.applications.find(({ id }) => id === request.params.id);
		if (found) return handle(found, request, response);
		sendProblem(response, 404, {
			type: '#not-found',
			title: 'Not Found',
			detail: 'The requested resource could not be found',
		});
	};
}

/**
 * Creates an application, or replaces it as a whole: fields missing from the body are removed. It isn't documented
 * what Vonage does with a body without `keys`. The worst case for a client is a new key pair, so that's what
 * happens here.
 */
async function save(
	core: Core,
	request: Request,
	response: Response,
	existing?: Application,
): Promise<void> {
	const parsed = parseApplication(jsonObject(request) ?? {});
	if (parsed.kind === 'invalid') return refuse(response, parsed.parameters);
	const keys = parsed.publicKey === undefined ? await newKeyPair() : undefined;
	const application: Application = {
		...parsed.application,
		id: existing?.id ?? randomUUID(),
		keys: { public_key: parsed.publicKey ?? keys?.publicKey ?? '' },
	};
	if (existing) Object.assign(existing, application);
	else core.state.applications.push(application);
	core.journal.add({ type: 'account' });
	const shownKeys = { ...application.keys, ...(keys && { private_key: keys.privateKey }) };
	response.status(existing ? 200 : 201).json({ ...application, keys: shownKeys });
}

function remove(core: Core, application: Application): void {
	const { applications, numbers } = core.state;
	applications.splice(applications.indexOf(application), 1);
	for (const number of numbers) if (number.app_id === application.id) delete number.app_id;
	core.journal.add({ type: 'account' });
}

function refuse(response: Response, parameters: InvalidParameter[]): void {
	sendProblem(response, 400, {
		type: '/application#payload-validation',
		title: 'Bad Request',
		detail: 'The request failed due to validation errors',
		invalid_parameters: parameters,
	});
}
