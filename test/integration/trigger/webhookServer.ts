import { EventEmitter, once } from 'node:events';
import type { AddressInfo } from 'node:net';
import express, { type Request } from 'express';
import type { INodeParameters, IWebhookResponseData } from 'n8n-workflow';

import { VonageSmsTrigger } from '../../../nodes/VonageSms/VonageSmsTrigger.node';
import { webhookContext, type Run } from '../contexts';

export const CREDENTIAL = {
	apiKey: 'abcd1234',
	apiSecret: 'api secret of the test',
	signatureSecret: '',
	signatureMethod: 'md5hash',
	restUrl: 'http://127.0.0.1:1',
	apiUrl: 'http://127.0.0.1:1',
};

export const PARAMETERS = {
	events: ['message'],
	registration: 'manual',
	signatureCheck: 'enforce',
	storage: 'sqlite',
	options: {},
};

export interface WebhookServer {
	url: string;
	/** What `webhook()` returned, in order. */
	returned: IWebhookResponseData[];
	/** Waits until `webhook()` has returned this many times. */
	ended(calls: number): Promise<void>;
	close(): Promise<void>;
}

/**
 * The node's `webhook()` behind express. Like n8n, it doesn't read a body whose content type it doesn't know.
 * It provides the bytes of a form or JSON.
 */
export async function serveWebhook(
	settings: { parameters?: INodeParameters; credential?: object; run?: Run } = {},
): Promise<WebhookServer> {
	const returned: IWebhookResponseData[] = [];
	const changed = new EventEmitter();
	const nodeType = new VonageSmsTrigger();
	const app = express();
	app.all('/webhook', async (request, response, next) => {
		if (request.is(['application/json', 'application/x-www-form-urlencoded'])) {
			await readRawBody(request);
		}
		const context = webhookContext(
			{
				nodeType,
				parameters: { ...PARAMETERS, ...settings.parameters },
				credential: { ...CREDENTIAL, ...settings.credential },
			},
			{ request, response, run: settings.run },
		);
		nodeType.webhook
			.call(context)
			.then((answer) => returned.push(answer))
			.catch(next)
			.finally(() => changed.emit('change'));
	});
	const until = async (isReached: () => boolean) => {
		while (!isReached()) await once(changed, 'change');
	};
	const server = app.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook`,
		returned,
		ended: async (number) => await until(() => returned.length >= number),
		close: async () => {
			if (!server.listening) return;
			server.close();
			server.closeAllConnections();
			await once(server, 'close');
		},
	};
}

async function readRawBody(request: Request): Promise<void> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	Object.assign(request, { rawBody: Buffer.concat(chunks) });
}
