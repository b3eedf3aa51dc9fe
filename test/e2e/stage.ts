import { startN8n, type N8n, type N8nOptions } from '../n8n';
import { startSimulator, type Simulator, type SimulatorOptions } from '../simulator';

/** The environment of a suite: one n8n and one simulator for all its tests. */
export interface Stage {
	n8n: N8n;
	simulator: Simulator;
}

/** Starts both before the tests of the suite, gives them to `enter`, and stops them after the last test. */
export function useStage(
	enter: (stage: Stage) => void,
	options: { n8n?: N8nOptions; simulator?: SimulatorOptions } = {},
): void {
	let n8n: N8n | undefined;
	let simulator: Simulator | undefined;
	beforeAll(async () => {
		simulator = await startSimulator(options.simulator);
		n8n = await startN8n(options.n8n);
		enter({ n8n, simulator });
	}, 400_000);
	afterAll(async () => {
		await n8n?.stop();
		await simulator?.close();
	});
}
