import { join } from 'node:path';

import { processFigures } from '../n8n/processFigures';
import type { Site } from '../n8n/site';
import { median } from '../statistics';
import { bytesOnDisk } from '../stores/sqlite';

export interface Sample {
	/** Since the start of the soak. */
	seconds: number;
	residentBytes: number;
	openFiles: number;
	storeBytes: number;
}

/** Null while n8n does not run. */
export function sample(site: Site, seconds: number): Sample | null {
	const pid = site.n8n.processes[0]?.pid;
	if (pid === undefined) return null;
	const file = join(site.n8n.userFolder, '.n8n', 'vonage-sms.sqlite');
	try {
		return { seconds, ...processFigures(pid), storeBytes: bytesOnDisk(file) };
	} catch {
		// It ended in between.
		return null;
	}
}

export interface Drift {
	/** Median of the first third of the stretch, and of the last. */
	first: number;
	last: number;
}

export type Drifts = Record<'residentBytes' | 'openFiles' | 'storeBytes', Drift>;

/**
 * How the figures moved after `fromSeconds`: the faults are over, and everything is warm. Null where
 * no sample was taken since, as on a machine that is too busy for a short soak.
 */
export function driftsOf(samples: Sample[], fromSeconds: number): Drifts | null {
	const stretch = samples.filter(({ seconds }) => seconds >= fromSeconds);
	if (stretch.length === 0) return null;
	const third = Math.max(1, Math.floor(stretch.length / 3));
	const drift = (figure: keyof Drifts): Drift => ({
		first: median(stretch.slice(0, third).map((each) => each[figure])),
		last: median(stretch.slice(-third).map((each) => each[figure])),
	});
	return {
		residentBytes: drift('residentBytes'),
		openFiles: drift('openFiles'),
		storeBytes: drift('storeBytes'),
	};
}
