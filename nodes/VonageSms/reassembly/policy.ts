import type { ReassemblyPolicy } from './types';

/** How long a dispatcher may stay silent before another takes its messages over. */
export const LEASE_MS = 60_000;

/** A policy as the rules need it. All times are in milliseconds. */
export interface Rules {
	partTimeout: number;
	rememberFor: number;
	emitIncomplete: boolean;
	onePerSender: boolean;
	/** Infinity: a dispatcher that was registered once is considered alive forever. */
	dispatcherTimeout: number;
	runAgain: boolean;
	/** 0: each message is a separate item. */
	mergeWindow: number;
	mergeLimit: number;
	/** Messages still collecting in one scope. Beyond that, the oldest expires early. */
	openLimit: number;
	/** The same for one sender. */
	openPerSenderLimit: number;
}

/** For more messages of a sender: below the wait at which `DUE` believes that a clock was set back. */
const LONGEST_WAIT_MS = 300_000;

export function rulesOf(policy: ReassemblyPolicy): Rules {
	const mergeWindow = Math.min((policy.mergeWindow ?? 0) * 1000, LONGEST_WAIT_MS);
	return {
		partTimeout: policy.partTimeout * 1000,
		rememberFor: policy.deduplicationHours * 3_600_000,
		emitIncomplete: policy.onIncomplete === 'emit',
		onePerSender: (policy.onePerSender ?? false) || mergeWindow > 0,
		dispatcherTimeout: (policy.dispatcherTimeout ?? Infinity) * 1000,
		runAgain: policy.afterCrash === 'runAgain',
		mergeWindow,
		mergeLimit: Math.min(Math.max(mergeWindow, (policy.mergeLimit ?? 60) * 1000), LONGEST_WAIT_MS),
		openLimit: 10_000,
		openPerSenderLimit: 2_000,
	};
}
