import type { ContenderName } from './n8n/contenders';
import type { ComparisonPlan } from './n8n/comparison';
import type { SoakPlan } from './soak/soak';
import type { StorePlan } from './stores/stores';

/** How much is measured. */
export interface BenchPlan {
	/** Rounds of what runs in memory. */
	memoryRounds: number;
	stores: StorePlan;
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
	queue: ComparisonPlan;
	soak: SoakPlan;
}

const ALL = ['floor', 'answerFirst', 'sqlite', 'postgres', 'webhook', 'code', 'dataTable'] as const;
const WORKLOADS = ['part', 'single', 'threeParts'] as const;

export const fullPlan: BenchPlan = {
	memoryRounds: 50,
	stores: { sizes: [100, 10_000, 1_000_000], callers: [1, 16], partsPerRound: 300, rounds: 10 },
	n8n: {
		defaults: true,
		contenders: ALL,
		comparison: {
			workloads: WORKLOADS,
			warmUp: 150,
			rounds: 5,
			inTurn: 25,
			atOnce: 40,
			callers: 16,
		},
		defaultComparison: {
			workloads: WORKLOADS,
			warmUp: 30,
			rounds: 2,
			inTurn: 6,
			atOnce: 16,
			callers: 8,
		},
		parallelMessages: 40,
		profiledMessages: 300,
	},
	queue: { workloads: WORKLOADS, warmUp: 150, rounds: 3, inTurn: 15, atOnce: 60, callers: 16 },
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
	queue: {
		workloads: ['threeParts'],
		warmUp: 8,
		rounds: 1,
		inTurn: 3,
		atOnce: 8,
		callers: 4,
	},
	soak: { seconds: 12, messagesPerSecond: 4, faults: ['restart'], sampleSeconds: 1 },
};
