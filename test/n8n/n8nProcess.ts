import { join } from 'node:path';
import { ChildProgram } from './childProgram';
import { PortTaken } from './ports';
import { n8nNode } from './prepared';
import { until } from './until';
import { traits } from './variant';

/**
 * n8n's commands: the main process, a process that only receives production webhooks, and a process that runs
 * executions.
 */
export type Role = 'start' | 'webhook' | 'worker';

export interface ProcessPlan {
	/** `main`, `webhook-1`, `worker-1`. */
	name: string;
	role: Role;
	runtime: string;
	env: Record<string, string>;
	/** URL of its readiness check. */
	readinessPort: number;
	logFile: string;
	cwd: string;
}

/** As n8n logs it for each of its servers before it exits. */
const PORT_TAKEN = /port (\d+) is already in use/i;

/** One process of an n8n instance. It can be stopped or killed, and restarted on the same ports. */
export class N8nProcess {
	private program: ChildProgram | null = null;

	constructor(private readonly plan: ProcessPlan) {}

	get name(): string {
		return this.plan.name;
	}

	get role(): Role {
		return this.plan.role;
	}

	/** Base address of its HTTP server, without a slash at the end. */
	get url(): string {
		return `http://127.0.0.1:${this.plan.env.N8N_PORT}`;
	}

	get pid(): number | undefined {
		return this.program?.pid;
	}

	get logFile(): string {
		return this.plan.logFile;
	}

	/**
	 * Resolves when it's ready.
	 *
	 * @throws PortTaken if another program uses one of its ports
	 */
	async start(): Promise<void> {
		const { name, role, runtime, env, logFile, cwd } = this.plan;
		const bin = join(runtime, 'node_modules', 'n8n', 'bin', 'n8n');
		const program = new ChildProgram({
			name: `n8n ${name}`,
			command: n8nNode(),
			args: [bin, role],
			cwd,
			env,
			logFile,
		});
		this.program = program;
		try {
			await until(`n8n ${name} to be ready`, () => this.readiness(program));
		} catch (error) {
			const tail = program.tail();
			await program.kill();
			const taken = PORT_TAKEN.exec(tail)?.[1];
			if (taken !== undefined) throw new PortTaken(`n8n ${name}`, Number(taken));
			throw new Error(`n8n ${name} did not start.\n${tail}`, { cause: error });
		}
	}

	async stop(): Promise<void> {
		await this.program?.stop();
		this.program = null;
	}

	async kill(): Promise<void> {
		await this.program?.kill();
		this.program = null;
	}

	private async readiness(program: ChildProgram): Promise<true | undefined> {
		program.assertRunning();
		// A program that took the port would respond to the check instead.
		if (!program.hasSaid(traits.readyLines[this.role])) return undefined;
		try {
			const url = `http://127.0.0.1:${this.plan.readinessPort}/healthz/readiness`;
			const { ok } = await fetch(url);
			return ok || undefined;
		} catch {
			return undefined;
		}
	}
}
