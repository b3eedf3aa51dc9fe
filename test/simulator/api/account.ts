import { Router } from 'express';
import { refuseWithProblem, requireAccount } from './authentication';
import type { Core } from '../core';
import { limitRequests, RateLimit } from './limits';
import { formParameters } from './parameters';
import { sendErrorCode } from './problems';
import type { Account, ForwardMethod } from '../state';
import { isReachable } from '../webhooks/urlCheck';

/** Account API: `GET /account/get-balance`, `POST /account/settings` (an empty one reads). */
export function accountApi(core: Core): Router {
	const router = Router();
	const { account } = core.state;
	const authenticated = requireAccount(account, { legacy: true }, refuseWithProblem);
	const limited = limitRequests(core.settings, new RateLimit(3));

	router.get('/account/get-balance', authenticated, limited, (_request, response) => {
		response.json({ value: account.balance, autoReload: false });
	});
	router.post('/account/settings', authenticated, limited, async (request, response) => {
		if (!(await changeSettings(core, formParameters(request)))) {
			return sendErrorCode(response, 420, 'method failed');
		}
		core.journal.add({ type: 'account' });
		response.json(showSettings(account));
	});
	return router;
}

const forwardMethods: Readonly<Record<string, ForwardMethod>> = {
	GET_QUERY_PARAMS: 'GET',
	POST_QUERY_PARAMS: 'POST',
	POST_JSON: 'POST-JSON',
};

/** Returns false and saves nothing if a URL doesn't return 200 or the method is unknown. An empty URL removes it. */
async function changeSettings(core: Core, parameters: Record<string, string>): Promise<boolean> {
	const { account } = core.state;
	const { moCallBackUrl, drCallBackUrl, httpForwardMethod } = parameters;
	const forwardMethod =
		httpForwardMethod === undefined ? account.forwardMethod : forwardMethods[httpForwardMethod];
	if (forwardMethod === undefined) return false;
	for (const url of [moCallBackUrl, drCallBackUrl]) {
		if (url !== undefined && url !== '' && !(await isReachable(core, url))) return false;
	}
	account.forwardMethod = forwardMethod;
	account.moCallBackUrl = moCallBackUrl ?? account.moCallBackUrl;
	account.drCallBackUrl = drCallBackUrl ?? account.drCallBackUrl;
	return true;
}

/** Vonage doesn't return the forward method. */
function showSettings(account: Account): Record<string, unknown> {
	return {
		'mo-callback-url': account.moCallBackUrl,
		'dr-callback-url': account.drCallBackUrl,
		'max-outbound-request': 30,
		'max-inbound-request': 30,
		'max-calls-per-second': 30,
	};
}
