import type { ContenderName } from './n8n/contenders';
import type { ComparisonPlan } from './n8n/comparison';
import type { PacedPlan } from './n8n/paced';
import type { NetworkPlan } from './network/network';
import type { RememberedPlan } from './remembered/remembered';
import type { SoakPlan } from './soak/soak';
import type { StorePlan } from './stores/stores';

/** How much is measured. */
export interface BenchPlan {
	/** Rounds of what runs in memory. */
	memoryRounds: number;
	stores: StorePlan;
	network: NetworkPlan;
	remembered: RememberedPlan;
	n8n: {
		/** Whether n8n is measured with its default settings too, not only as recommended. */
		defaults: boolean;
		contenders: readonly ContenderName[];
		comparison: ComparisonPlan;
		/** With n8n's default settings, under which everything takes several times as long. */
		defaultComparison: ComparisonPlan;
		parallelMessages: number;
		profiledMessages: number;
	};
	/** On a slow disk. */
	disk: ComparisonPlan;
	queue: ComparisonPlan & { paced: PacedPlan };
	soak: SoakPlan;
}

const ALL: readonly ContenderName[] = [
	'floor',
	'answerFirst',
	'withKeys',
	'sqlite',
	'postgres',
	'webhook',
	'code',
	'dataTable',
];
const WORKLOADS = ['part', 'single', 'threeParts'] as const;

export const fullPlan: BenchPlan = {
	memoryRounds: 50,
	stores: { sizes: [100, 10_000, 1_000_000], callers: [1, 16], partsPerRound: 300, rounds: 10 },
	network: { rounds: 40 },
	remembered: { messages: 1_000_000, rounds: 30, cleaningSeconds: 5, stallRounds: 10 },
	n8n: {
		defaults: true,
		contenders: ALL,
		comparison: {
			workloads: WORKLOADS,
			warmUp: 80,
			rounds: 5,
			inTurn: 25,
			atOnce: 40,
			callers: 16,
		},
		defaultComparison: {
			workloads: WORKLOADS,
			warmUp: 20,
			rounds: 3,
			inTurn: 6,
			atOnce: 16,
			callers: 8,
		},
		parallelMessages: 40,
		profiledMessages: 300,
	},
	disk: { workloads: ['single'], warmUp: 100, rounds: 6, inTurn: 25, atOnce: 40, callers: 16 },
	queue: {
		workloads: WORKLOADS,
		warmUp: 100,
		rounds: 3,
		inTurn: 15,
		atOnce: 60,
		callers: 16,
		paced: { perSecond: 25, messages: 150, rounds: 3 },
	},
	soak: {
		seconds: 1800,
		messagesPerSecond: 4,
		faults: ['restart', 'kill', 'restart', 'kill', 'kill'],
		sampleSeconds: 10,
	},
};

/** Every part that one n8n allows, on as little as shows that it works. */
export const quickPlan: BenchPlan = {
	memoryRounds: 2,
	stores: { sizes: [100, 1_000], callers: [1, 16], partsPerRound: 50, rounds: 2 },
	network: { rounds: 2 },
	remembered: { messages: 10_000, rounds: 1, cleaningSeconds: 1, stallRounds: 1 },
	n8n: {
		defaults: false,
		contenders: ALL,
		comparison: { workloads: WORKLOADS, warmUp: 4, rounds: 1, inTurn: 2, atOnce: 4, callers: 4 },
		defaultComparison: {
			workloads: WORKLOADS,
			warmUp: 2,
			rounds: 1,
			inTurn: 1,
			atOnce: 2,
			callers: 2,
		},
		parallelMessages: 6,
		profiledMessages: 10,
	},
	disk: { workloads: ['single'], warmUp: 4, rounds: 1, inTurn: 2, atOnce: 4, callers: 4 },
	queue: {
		workloads: ['threeParts'],
		warmUp: 8,
		rounds: 1,
		inTurn: 3,
		atOnce: 8,
		callers: 4,
		paced: { perSecond: 10, messages: 10, rounds: 1 },
	},
	soak: { seconds: 12, messagesPerSecond: 4, faults: ['restart'], sampleSeconds: 1 },
};
