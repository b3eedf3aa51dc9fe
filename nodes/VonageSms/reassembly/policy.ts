import type { ReassemblyPolicy } from './types';

/** How long a dispatcher may stay silent before another takes its messages over. */
export const LEASE_MS = 60_000;

/** A policy as the rules need it; all times in milliseconds. */
export interface Rules {
	partTimeout: number;
	rememberFor: number;
	emitIncomplete: boolean;
	onePerSender: boolean;
	/** Infinity: a dispatcher that was registered once is believed to live for ever. */
	dispatcherTimeout: number;
	runAgain: boolean;
	/** Messages still collecting in one scope; past that the oldest expires early. */
	openLimit: number;
	/** The same for one sender. */
	openPerSenderLimit: number;
}

export function rulesOf(policy: ReassemblyPolicy): Rules {
	return {
		partTimeout: policy.partTimeout * 1000,
		rememberFor: policy.deduplicationHours * 3_600_000,
		emitIncomplete: policy.onIncomplete === 'emit',
		onePerSender: policy.onePerSender ?? false,
		dispatcherTimeout: (policy.dispatcherTimeout ?? Infinity) * 1000,
		runAgain: policy.afterCrash === 'runAgain',
		openLimit: 10_000,
		openPerSenderLimit: 2_000,
	};
}
