import { createServer } from 'node:http';
import type { Server } from 'node:http';
import express from 'express';
import type { Express } from 'express';
import { accountApi } from './api/account';
import { newKeyPair } from './api/applicationKeys';
import { applicationsApi } from './api/applications';
import { controlApi } from './control/control';
import { Core } from './core';
import { mediaServer } from './api/media';
import { messagesApi } from './api/messages';
import { numbersApi } from './api/numbers';
import { reportsApi } from './api/reports';
import { pageServer } from './control/pageServer';
import { logRequests } from './api/requestLog';
import { defaultSettings } from './settings';
import { simulatorOf } from './simulator';
import type { Simulator, SimulatorOptions } from './simulator';
import { smsApi } from './api/sms';
import { demoAccount } from './state';

export type { ReceivedRecord, SentMessage } from './core';
export type { WebhookDelivery } from './webhooks/delivery';
export type { Fault } from './api/faults';
export type { InboundDelivery } from './webhooks/inbound';
export type { Settings } from './settings';
export type { Simulator, SimulatorOptions } from './simulator';
export type { Account, AccountState, Application, ForwardMethod, VirtualNumber } from './state';
export type { BinaryContent, TypedSms } from './phone/typedSms';

/** Starts a Vonage simulator on a loopback port. Close it when done, because it may still be retrying webhooks. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
	const keys = await newKeyPair();
	const demo = demoAccount(keys.publicKey);
	const core = new Core(
		{
			account: { ...demo.account, ...options.account },
			numbers: structuredClone(options.numbers ?? demo.numbers),
			applications: structuredClone(options.applications ?? demo.applications),
		},
		structuredClone({ ...defaultSettings, ...options.settings }),
	);
	const server = createServer(simulatorApp(core, keys.privateKey));
	const url = await listen(server, options.port ?? 0);
	core.url = url;
	return simulatorOf(core, {
		url,
		privateKey: keys.privateKey,
		reset: () => core.reset(),
		close: async () => {
			await core.stop();
			await stopServer(server);
		},
	});
}

function simulatorApp(core: Core, privateKey: string): Express {
	const app = express();
	app.disable('x-powered-by');
	app.use(express.text({ type: () => true, limit: '1mb' }));
	app.use(pageServer(), controlApi(core, privateKey));
	app.use(logRequests(core.requests));
	app.use(core.faults.middleware);
	app.use(numbersApi(core), accountApi(core), applicationsApi(core));
	app.use(smsApi(core), messagesApi(core), reportsApi(core), mediaServer(core));
	return app;
}

function listen(server: Server, port: number): Promise<string> {
	return new Promise((resolve, reject) => {
		server.once('error', (error: NodeJS.ErrnoException) => {
			const taken = `Another program uses port ${port}. Stop that program, or choose another port.`;
			reject(error.code === 'EADDRINUSE' ? new Error(taken, { cause: error }) : error);
		});
		server.listen(port, '127.0.0.1', () => {
			const address = server.address();
			const bound = typeof address === 'object' && address !== null ? address.port : port;
			resolve(`http://127.0.0.1:${bound}`);
		});
	});
}

function stopServer(server: Server): Promise<void> {
	return new Promise((resolve) => {
		server.close(() => resolve());
		server.closeAllConnections();
	});
}
