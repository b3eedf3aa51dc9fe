import { once } from 'node:events';
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
	close(): Promise<void>;
}

/** The node's `webhook()` behind express, with the bytes of the body as n8n provides them. */
export async function serveWebhook(
	settings: { parameters?: INodeParameters; credential?: object; run?: Run } = {},
): Promise<WebhookServer> {
	const returned: IWebhookResponseData[] = [];
	const nodeType = new VonageSmsTrigger();
	const app = express();
	app.all('/webhook', (request, response, next) => {
		Object.assign(request, { readRawBody: async () => await readRawBody(request) });
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
			.catch(next);
	});
	const server = app.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook`,
		returned,
		close: async () => {
			server.close();
			await once(server, 'close');
		},
	};
}

async function readRawBody(request: Request): Promise<void> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	Object.assign(request, { rawBody: Buffer.concat(chunks) });
}
