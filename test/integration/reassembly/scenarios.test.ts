import { recognise, type Keepable } from '../../../nodes/VonageSms/inbound';
import { Reassembler } from '../../../nodes/VonageSms/reassembly';
import { scenarios, type Emission, type Scenario } from './scenarios';
import { describeOnBothStores, type StorePlace } from '../../unit/reassembly/stores';

const SCOPE = 'workflow/node/production';

describeOnBothStores('reassembles', (place) => {
	test.each(scenarios)('$name', async (scenario) => {
		expect(await play(scenario, place())).toEqual(scenario.expected.emit.map(asEmitted));
	});
});

interface Emitted {
	at: number;
	complete: boolean;
	text: string | null;
	data: string | null;
	missingParts: number[];
	late: boolean;
}

function asEmitted(emission: Emission): Emitted {
	return {
		at: emission.at,
		complete: emission.complete,
		text: emission.text ?? null,
		data: emission.dataHex ?? null,
		missingParts: emission.missing ?? [],
		late: emission.supersedesPartial ?? false,
	};
}

/**
 * Runs the steps, with one open store per process and a dispatcher that checks after each event. Records that one process
 * receives at one moment arrive in the order of the steps. Records for several processes arrive simultaneously.
 */
async function play({ input }: Scenario, place: StorePlace): Promise<Emitted[]> {
	let clock = 0;
	const open = async () =>
		new Reassembler(
			await place.open(),
			{ partTimeout: input.timeoutSeconds, deduplicationHours: 24, onIncomplete: 'emit' },
			() => clock * 1000,
		);
	let processes = await Promise.all([open(), open(), open()]);
	await processes[0].register(SCOPE);

	const emitted: Emitted[] = [];
	const handOver = async () => {
		for (const delivery of await processes[0].claim(SCOPE)) {
			const { complete, text, data, missingParts, late } = delivery.message;
			emitted.push({ at: clock, complete, text, data, missingParts, late });
			await delivery.confirm();
		}
	};
	/** Stops at each moment in between when a message can time out. */
	const advanceTo = async (time: number) => {
		for (const { at } of input.steps) {
			const timeout = at + input.timeoutSeconds;
			if (timeout <= clock || timeout >= time) continue;
			clock = timeout;
			await handOver();
		}
		clock = time;
	};

	for (const [at, steps] of Map.groupBy(input.steps, (step) => step.at)) {
		await advanceTo(at);
		if (steps.some((step) => step.restart)) {
			processes = await Promise.all([open(), open(), open()]);
		}
		await Promise.all(
			Array.from(
				Map.groupBy(steps, ({ proc }) => processes[proc ?? 0] ?? processes[0]),
				async ([process, own]) => {
					for (const { webhook } of own) {
						if (webhook) await process.receive(SCOPE, recognise(webhook) as Keepable);
					}
				},
			),
		);
		if (!steps.some((step) => step.crashBeforeEmit)) await handOver();
	}
	await advanceTo(clock + 2 * input.timeoutSeconds);
	return emitted;
}
