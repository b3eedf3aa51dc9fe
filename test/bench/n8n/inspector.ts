import { setTimeout as sleep } from 'node:timers/promises';

import { until } from '../../n8n';

/** A profile as V8 writes it (Chrome DevTools Protocol, domain Profiler). */
export interface CpuProfile {
	nodes: ProfileNode[];
	/** Ids of nodes. */
	samples: number[];
	/** Microseconds from one sample to the next. */
	timeDeltas: number[];
}

export interface ProfileNode {
	id: number;
	callFrame: { functionName: string; url: string; lineNumber: number };
	children?: number[];
}

const SAMPLING_MICROSECONDS = 200;

/** What Node takes so that {@link profileOf} finds its inspector. */
export function inspectorOptions(port: number): string {
	return `--inspect-port=127.0.0.1:${port}`;
}

/** Profiles a Node process while `work` runs. It was started with {@link inspectorOptions}. */
export async function profileOf(
	pid: number,
	port: number,
	work: () => Promise<void>,
): Promise<CpuProfile> {
	process.kill(pid, 'SIGUSR1');
	const url = await until('the inspector', () => debuggerUrl(port));
	const inspector = await Inspector.open(url);
	try {
		await inspector.call('Profiler.enable');
		await inspector.call('Profiler.setSamplingInterval', { interval: SAMPLING_MICROSECONDS });
		await inspector.call('Profiler.start');
		await work();
		const { profile } = (await inspector.call('Profiler.stop')) as { profile: CpuProfile };
		return profile;
	} finally {
		inspector.close();
	}
}

async function debuggerUrl(port: number): Promise<string | undefined> {
	try {
		const response = await fetch(`http://127.0.0.1:${port}/json/list`);
		const [target] = (await response.json()) as { webSocketDebuggerUrl: string }[];
		return target?.webSocketDebuggerUrl;
	} catch {
		await sleep(50);
		return undefined;
	}
}

class Inspector {
	private calls = 0;
	private readonly waiting = new Map<number, (result: unknown) => void>();

	private constructor(private readonly socket: WebSocket) {
		socket.addEventListener('message', ({ data }) => {
			const { id, result } = JSON.parse(String(data)) as { id?: number; result?: unknown };
			if (id === undefined) return;
			this.waiting.get(id)?.(result);
			this.waiting.delete(id);
		});
	}

	static async open(url: string): Promise<Inspector> {
		const socket = new WebSocket(url);
		await new Promise((resolve, reject) => {
			socket.addEventListener('open', resolve, { once: true });
			socket.addEventListener('error', reject, { once: true });
		});
		return new Inspector(socket);
	}

	async call(method: string, params: object = {}): Promise<unknown> {
		this.calls += 1;
		const id = this.calls;
		const result = new Promise((resolve) => this.waiting.set(id, resolve));
		this.socket.send(JSON.stringify({ id, method, params }));
		return await result;
	}

	close(): void {
		this.socket.close();
	}
}
