import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Emission {
	at: number;
	complete: boolean;
	text?: string;
	dataHex?: string;
	missing?: number[];
	supersedesPartial?: boolean;
}

interface Step {
	at: number;
	proc?: number;
	webhook?: Record<string, unknown>;
	/** The process dies after it has answered and before it delivers. */
	crashBeforeEmit?: boolean;
	restart?: boolean;
}

export interface Scenario {
	name: string;
	input: { timeoutSeconds: number; processes: number; steps: Step[] };
	expected: { emit: Emission[] };
}

/** Timed sequences of webhooks. `source` is the source of each. */
export const scenarios = (
	JSON.parse(readFileSync(join(__dirname, '../../vectors/reassembly-scenarios.json'), 'utf8')) as {
		scenarios: Scenario[];
	}
).scenarios;
