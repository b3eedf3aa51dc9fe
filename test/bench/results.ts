import type { Environment } from './environment';
import type { CodecRow } from './memory/codec';
import type { PartRow } from './memory/part';
import type { VectorRow } from './memory/vectors';
import type { ComparisonRow } from './n8n/comparison';
import type { JoiningRow } from './n8n/joining';
import type { PacedResults } from './n8n/paced';
import type { ProfileSummary } from './n8n/profile';
import type { NetworkResults } from './network/network';
import type { RememberedResults } from './remembered/remembered';
import type { SoakResult } from './soak/soak';
import type { StoreResults } from './stores/stores';

/** What each part of the benchmark found; a part that has not run yet is missing. */
export interface Results {
	memory?: Taken<MemoryResults>;
	stores?: Taken<StoreResults>;
	network?: Taken<NetworkResults>;
	remembered?: Taken<RememberedResults>;
	/** With as many messages as were asked for. */
	rememberedMore?: Taken<RememberedResults>;
	n8n?: Taken<N8nResults>;
	disk?: Taken<DiskResults>;
	queue?: Taken<QueueResults>;
	soak?: Taken<SoakResult>;
}

export type PartName = Exclude<keyof Results, 'rememberedMore'>;

export type Taken<T> = T & { environment: Environment };

export interface MemoryResults {
	vectors: VectorRow[];
	codec: CodecRow[];
	part: PartRow[];
}

export interface DiskResults {
	/** Milliseconds that each flush took longer. */
	flush: number;
	rows: ComparisonRow[];
}

export interface QueueResults {
	rows: ComparisonRow[];
	paced: PacedResults;
}

export interface N8nResults {
	/** Null where it was left out. */
	defaults: ComparisonRow[] | null;
	/** With `N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE=true`. */
	lazy: ComparisonRow[];
	joining: JoiningRow[];
	profile: ProfileSummary;
}
