import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
	NodeConnectionTypes,
	type ICredentialDataDecryptedObject,
	type INodeParameters,
	type INodeType,
	type Logger,
	type WorkflowActivateMode,
} from 'n8n-workflow';
import {
	checkRegistration,
	createRegistration,
	deleteRegistration,
	recheckRegistration,
	type RegistrationNotes,
} from '../../../nodes/VonageSms/registration';
import { triggerProperties } from '../../../nodes/VonageSms/trigger/properties';
import { RateLimiter, type Clock } from '../../../nodes/VonageSms/vonage';
import { startSimulator, type Simulator, type SimulatorOptions } from '../../simulator';
import {
	deleteContext,
	hookContext,
	triggerContext,
	type NodeUnderTest,
	type Run,
} from '../contexts';

/** The part of the trigger needed for registering: the parameters of the real one, and its webhook. */
export const trigger: INodeType = {
	description: {
		displayName: 'Vonage SMS Trigger',
		name: 'vonageSmsTrigger',
		group: ['trigger'],
		version: 1.1,
		description: '',
		defaults: {},
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'vonageSmsApi', required: true }],
		webhooks: [
			{ name: 'default', httpMethod: 'POST', responseMode: 'onReceived', path: 'vonage-sms' },
		],
		properties: triggerProperties,
	},
};

/** A Vonage, the internet with this n8n and other systems on it, and a store that outlives a kill. */
export interface Rig {
	simulator: Simulator;
	notes: Map<string, string>;
	/** Log lines, such as `warn: …`. */
	logs: string[];
	/** Milliseconds spent waiting, by a clock that doesn't make tests wait. */
	waited(): number;
	/** A URL of another system. It responds until it is shut. */
	foreignUrl(name: string): string;
	n8nUrl: string;
	/** Another name of this n8n's host. */
	otherN8nUrl: string;
	/** Lets time pass, for everything that uses the clock. */
	skip(milliseconds: number): void;
	/** Whether reading and writing notes fails from now on. */
	breakStore(isBroken: boolean): void;
	/** Called before each change of the notes. */
	onWrite(act: () => void): void;
	shut(url: string): void;
	node(
		parameters: INodeParameters,
		names?: Pick<NodeUnderTest, 'workflowId' | 'nodeId' | 'n8nUrl'>,
		credential?: ICredentialDataDecryptedObject,
	): Life;
	/** The same in another n8n with a separate store. */
	otherN8n(parameters: INodeParameters): Life;
	/**
	 * From now on the process dies at the given step (from 1): a change of the notes, or a request. Whatever it does then
	 * fails, until `revive`.
	 *
	 * @param when whether the step still has its effect
	 */
	killAt(step: number, when: 'beforeEffect' | 'afterEffect'): void;
	/** Starts the process again. Returns whether it had died. */
	revive(): boolean;
	close(): Promise<void>;
}

/** n8n's actions on one trigger node. */
export interface Life {
	url(run?: Run): string;
	/** `checkExists`, then `create` if nothing is registered, and `delete` if `create` throws. Rethrows the error. */
	publish(): Promise<void>;
	startTest(): Promise<void>;
	/** The test event arrived, the test was stopped, or two minutes passed. */
	endTest(): Promise<void>;
	unpublish(): Promise<void>;
	isRegistered(run?: Run): Promise<boolean>;
	/** Only `create`. */
	create(run?: Run): Promise<void>;
	/** The same as `publish` in the mode of n8n's start; it must never throw. */
	restart(): Promise<void>;
	/** The dispatcher's periodic check; returns milliseconds until the next one. */
	recheck(): Promise<number>;
}

export async function startRig(
	options: SimulatorOptions = {},
	clock: Clock = new SkippingClock(),
): Promise<Rig> {
	const simulator = await startSimulator(options);
	const closed = new Set<string>();
	const internet = await startInternet(closed);
	const origin = `http://127.0.0.1:${(internet.address() as AddressInfo).port}`;
	const notes = new Map<string, string>();
	const logs: string[] = [];
	const mortal = new Mortal();
	const limiter = new MortalRateLimiter(clock, mortal);
	let isBroken = false;
	let beforeWrite: () => void = () => undefined;
	const hooked = hookedNotes(mortal.notes(notesIn(notes)), {
		read: () => refuseIf(isBroken),
		write: () => {
			refuseIf(isBroken);
			beforeWrite();
		},
	});
	const underTest = (parameters: INodeParameters): NodeUnderTest => ({
		nodeType: trigger,
		parameters,
		credential: credentialFor(simulator),
		n8nUrl: origin,
		logger: loggerInto(logs),
	});
	return {
		simulator,
		notes,
		logs,
		waited: () => clock.now() - Date.now(),
		foreignUrl: (name) => `${origin}/other/${name}`,
		otherN8nUrl: origin.replace('127.0.0.1', 'localhost'),
		shut: (url) => void closed.add(new URL(url).pathname),
		n8nUrl: origin,
		skip: (milliseconds) => void clock.sleep(milliseconds),
		breakStore: (broken) => void (isBroken = broken),
		onWrite: (act) => void (beforeWrite = act),
		node: (parameters, names = {}, credential = {}) => {
			const under = underTest(parameters);
			const changed = { ...under.credential, ...credential };
			return lifeOf({ ...under, ...names, credential: changed }, hooked, limiter);
		},
		killAt: (step, when) => mortal.killAt(step, when),
		revive: () => mortal.revive(),
		otherN8n: (parameters) =>
			lifeOf(
				{
					...underTest(parameters),
					workflowId: 'other',
					n8nUrl: origin.replace('127.0.0.1', 'localhost'),
				},
				notesIn(new Map()),
				new RateLimiter(clock),
			),
		close: async () => {
			await simulator.close();
			await new Promise((resolve) => {
				internet.close(resolve);
				internet.closeAllConnections();
			});
		},
	};
}

export function credentialFor({ account, restUrl, apiUrl }: Simulator) {
	return { apiKey: account.apiKey, apiSecret: account.apiSecret, restUrl, apiUrl };
}

/** Answers every URL with 200, except those that were shut. */
async function startInternet(closed: ReadonlySet<string>): Promise<Server> {
	const server = createServer((request, response) => {
		response.statusCode = closed.has(request.url ?? '') ? 404 : 200;
		response.end();
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return server;
}

/** Doesn't wait, but records the wait. */
class SkippingClock implements Clock {
	private skipped = 0;

	now(): number {
		return Date.now() + this.skipped;
	}

	async sleep(milliseconds: number): Promise<void> {
		this.skipped += milliseconds;
	}
}

export function notesIn(map: Map<string, string>): RegistrationNotes {
	return {
		read: async (name) => map.get(name) ?? null,
		write: async (name, value) => void map.set(name, value),
		remove: async (name) => void map.delete(name),
	};
}

/** A process that is killed at one of its steps. */
class Mortal {
	private step = 0;
	private end: { step: number; when: 'beforeEffect' | 'afterEffect' } | null = null;
	private isDead = false;

	killAt(step: number, when: 'beforeEffect' | 'afterEffect'): void {
		this.step = 0;
		this.end = { step, when };
	}

	revive(): boolean {
		const { isDead } = this;
		this.isDead = false;
		this.end = null;
		return isDead;
	}

	async take<T>(effect: () => Promise<T>): Promise<T> {
		this.refuseIfDead();
		this.step += 1;
		if (this.step !== this.end?.step) return await effect();
		if (this.end.when === 'afterEffect') await effect();
		this.isDead = true;
		throw new Error('The process was killed');
	}

	notes(notes: RegistrationNotes): RegistrationNotes {
		return {
			read: async (name) => {
				this.refuseIfDead();
				return await notes.read(name);
			},
			write: async (name, value) => await this.take(() => notes.write(name, value)),
			remove: async (name) => await this.take(() => notes.remove(name)),
		};
	}

	private refuseIfDead(): void {
		if (this.isDead) throw new Error('The process was killed');
	}
}

class MortalRateLimiter extends RateLimiter {
	constructor(
		clock: Clock,
		private readonly mortal: Mortal,
	) {
		super(clock);
	}

	override async paced<T>(
		account: string,
		lane: Parameters<RateLimiter['paced']>[1],
		request: () => Promise<T>,
	): Promise<T> {
		return await super.paced(account, lane, () => this.mortal.take(request));
	}
}

/** Notes with something that happens, or fails, before each access. */
function hookedNotes(
	notes: RegistrationNotes,
	before: { read: () => void; write: () => void },
): RegistrationNotes {
	return {
		read: async (name) => {
			before.read();
			return await notes.read(name);
		},
		write: async (name, value) => {
			before.write();
			await notes.write(name, value);
		},
		remove: async (name) => {
			before.write();
			await notes.remove(name);
		},
	};
}

function refuseIf(isBroken: boolean): void {
	if (isBroken) throw new Error('the store is not available');
}

export function loggerInto(logs: string[]): Logger {
	const log = (level: string) => (message: string) => void logs.push(`${level}: ${message}`);
	return { error: log('error'), warn: log('warn'), info: log('info'), debug: log('debug') };
}

function lifeOf(under: NodeUnderTest, notes: RegistrationNotes, limiter: RateLimiter): Life {
	const isRegistered = async (run: Run = 'production') =>
		await checkRegistration.call(hookContext(under, run), notes, limiter);
	const create = async (run: Run = 'production') =>
		void (await createRegistration.call(hookContext(under, run), notes, limiter));
	const remove = async (run: Run) =>
		void (await deleteRegistration.call(deleteContext(under, run), notes, limiter));
	const start = async (run: Run, activation: WorkflowActivateMode = 'activate') => {
		const context = () => hookContext(under, run, activation);
		try {
			if (await checkRegistration.call(context(), notes, limiter)) return;
			await createRegistration.call(context(), notes, limiter);
		} catch (error) {
			await remove(run).catch(() => undefined);
			throw error;
		}
	};
	return {
		url: (run = 'production') => hookContext(under, run).getNodeWebhookUrl('default') ?? '',
		publish: async () => await start('production'),
		startTest: async () => await start('test'),
		endTest: async () => await remove('test'),
		unpublish: async () => await remove('production'),
		isRegistered,
		create,
		restart: async () => await start('production', 'init'),
		recheck: async () => await recheckRegistration(triggerContext(under), notes, limiter),
	};
}
