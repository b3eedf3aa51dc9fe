import { Router } from 'express';
import type { RequestHandler, Response } from 'express';
import { changeSettings } from './controlSettings';
import type { Core } from '../core';
import { startInbound } from '../webhooks/inbound';
import { formParameters, jsonObject } from '../api/parameters';
import { faultsOfTypedSms, isTypedSms } from '../phone/typedSmsBody';
import { viewCredential, viewDelivery, viewEntry, viewState } from './views';

/**
 * Controls the simulator over HTTP, under `/simulator/api`; bodies are JSON.
 *
 * - `GET state`: account without secrets, numbers, applications
 * - `GET credential`: what n8n's credential needs, by the names of its fields
 * - `POST sms`: a `TypedSms`; 202 `{ message }` immediately, or with `?wait=true` 200 `{ message, deliveries }` once each
 *   webhook has been tried
 * - `GET log?since=0`: `{ entries }` of the journal; `GET events`: the same as server-sent events, then live
 * - `POST settings`: switches by name; 400 names the wrong ones
 * - `POST deliveries/:id/cancel`, `POST reset`: 204
 */
export function controlApi(core: Core, privateKey: string): Router {
	const router = Router();
	router.use('/simulator/api', onlyJson);
	router.get('/simulator/api/state', (_request, response) => {
		response.json(viewState(core));
	});
	router.get('/simulator/api/credential', (request, response) => {
		response.json(viewCredential(core, `http://${request.get('host')}`, privateKey));
	});
	router.get('/simulator/api/log', (request, response) => {
		const since = Number(formParameters(request).since ?? '0');
		response.json({ entries: core.journal.since(since).map(viewEntry) });
	});
	router.get('/simulator/api/events', (request, response) => {
		streamEvents(core, response, Number(request.get('last-event-id') ?? '0'));
	});
	router.post('/simulator/api/sms', async (request, response) => {
		await sendTyped(
			core,
			jsonObject(request) ?? {},
			formParameters(request).wait === 'true',
			response,
		);
	});
	router.post('/simulator/api/settings', (request, response) => {
		const wrong = changeSettings(core, jsonObject(request) ?? {});
		if (wrong.length > 0) response.status(400).json({ wrong });
		else response.status(204).end();
	});
	router.post('/simulator/api/deliveries/:id/cancel', (request, response) => {
		core.courier.deliveries.find(({ id }) => String(id) === request.params.id)?.cancel();
		response.status(204).end();
	});
	router.post('/simulator/api/reset', async (_request, response) => {
		await core.reset();
		response.status(204).end();
	});
	return router;
}

/** A page from another origin can't post JSON without a preflight request, so it can't post here at all. */
const onlyJson: RequestHandler = (request, response, next) => {
	const isJson = /^application\/json\b/.test(request.get('content-type') ?? '');
	if (request.method === 'GET' || isJson) next();
	else response.status(415).json({ error: 'The body must be application/json' });
};

async function sendTyped(
	core: Core,
	body: Record<string, unknown>,
	wait: boolean,
	response: Response,
): Promise<void> {
	if (!isTypedSms(body)) {
		response.status(400).json({ wrong: faultsOfTypedSms(body) });
		return;
	}
	try {
		const { message, deliveries, dispatched } = startInbound(core, body);
		if (wait) await dispatched;
		response.status(wait ? 200 : 202).json({ message, deliveries: deliveries.map(viewDelivery) });
	} catch (error) {
		response.status(400).json({ error: error instanceof Error ? error.message : String(error) });
	}
}

/** The journal from where the listener left off, then live events. */
function streamEvents(core: Core, response: Response, since: number): void {
	response.set({ 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' }).flushHeaders();
	const send = (entry: Parameters<typeof viewEntry>[0]): void => {
		response.write(`id: ${entry.sequence}\ndata: ${JSON.stringify(viewEntry(entry))}\n\n`);
	};
	core.journal.since(since).forEach(send);
	response.on('close', core.journal.subscribe(send));
}
