import { Router } from 'express';
import { applicationOfToken } from './applicationToken';
import { refuseWithProblem } from './authentication';
import type { Core } from '../core';
import { sendProblem } from './problems';

/**
 * Vonage's media server: `GET /v3/media/:id`. By default, anyone with the URL gets the file. If the application has
 * "Secure Inbound Media" turned on, only requests with its token do.
 */
export function mediaServer(core: Core): Router {
	const router = Router();
	router.get('/v3/media/:id', (request, response) => {
		const file = core.media.get(request.params.id);
		if (!file) {
			const detail = 'The file does not exist, or is older than 48 hours.';
			return sendProblem(response, 404, { type: '#not-found', title: 'Not Found', detail });
		}
		const token = /^Bearer (.+)$/i.exec(request.get('authorization') ?? '')?.[1];
		const application = token && applicationOfToken(token, core.state.applications);
		if (file.securedFor !== null && (!application || application.id !== file.securedFor)) {
			return refuseWithProblem(response);
		}
		response.type(file.mimeType).send(file.bytes);
	});
	return router;
}
