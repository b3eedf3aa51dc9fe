import { isObject } from './parameters';
import type { InvalidParameter } from './problems';
import type { Application, ApplicationWebhook, MessagesCapability } from '../state';
import { isAllowedUrl } from '../webhooks/urlCheck';

export type ParsedApplication =
	| {
			kind: 'valid';
			application: Omit<Application, 'id' | 'keys'>;
			/** Undefined if the body contains no key. */
			publicKey: string | undefined;
	  }
	| { kind: 'invalid'; parameters: InvalidParameter[] };

/** Reads the body of a create or an update. `name` is required; messages webhooks are POST only and come in pairs. */
export function parseApplication(body: Readonly<Record<string, unknown>>): ParsedApplication {
	const parameters: InvalidParameter[] = [];
	const { name, keys, privacy } = body;
	const given = isObject(body.capabilities) ? body.capabilities : {};
	const { messages: messagesGiven, ...others } = given;
	if (typeof name !== 'string' || name === '') {
		parameters.push({ name: 'name', reason: 'Must be a string and may not be empty' });
	}
	const messages = parseMessages(messagesGiven, parameters);
	if (parameters.length > 0 || typeof name !== 'string') return { kind: 'invalid', parameters };
	return {
		kind: 'valid',
		application: {
			name,
			capabilities: { ...others, ...(messages && { messages }) },
			privacy: { improve_ai: isObject(privacy) && privacy.improve_ai === true },
		},
		publicKey: isObject(keys) && typeof keys.public_key === 'string' ? keys.public_key : undefined,
	};
}

/** The version defaults to v1. */
function parseMessages(
	given: unknown,
	invalid: InvalidParameter[],
): MessagesCapability | undefined {
	if (!isObject(given)) return undefined;
	const webhooks = isObject(given.webhooks) ? given.webhooks : {};
	const inbound = parseWebhook('inbound_url', webhooks.inbound_url, invalid);
	const status = parseWebhook('status_url', webhooks.status_url, invalid);
	return {
		version: given.version === 'v0.1' ? 'v0.1' : 'v1',
		webhooks: { ...(inbound && { inbound_url: inbound }), ...(status && { status_url: status }) },
		...(typeof given.authenticate_inbound_media === 'boolean' && {
			authenticate_inbound_media: given.authenticate_inbound_media,
		}),
	};
}

function parseWebhook(
	name: string,
	given: unknown,
	invalid: InvalidParameter[],
): ApplicationWebhook | undefined {
	const path = `capabilities.messages.webhooks.${name}`;
	const webhook = isObject(given) ? given : {};
	const { address, http_method: method = 'POST' } = webhook;
	if (typeof address !== 'string' || !isAllowedUrl(address)) {
		invalid.push({ name: `${path}.address`, reason: 'Must be a valid URL' });
		return undefined;
	}
	if (method !== 'POST') {
		invalid.push({ name: `${path}.http_method`, reason: 'Must be POST' });
		return undefined;
	}
	return { address, http_method: 'POST' };
}
