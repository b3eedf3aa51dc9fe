import type { Environment } from './environment';
import type { CodecRow } from './memory/codec';
import type { PartRow } from './memory/part';
import type { VectorRow } from './memory/vectors';
import type { ComparisonRow } from './n8n/comparison';
import type { JoiningRow } from './n8n/joining';
import type { ProfileSummary } from './n8n/profile';
import type { SoakResult } from './soak/soak';
import type { StoreResults } from './stores/stores';

/** What each part of the benchmark found; a part that has not run yet is missing. */
export interface Results {
	memory?: Taken<MemoryResults>;
	stores?: Taken<StoreResults>;
	n8n?: Taken<N8nResults>;
	queue?: Taken<{ rows: ComparisonRow[] }>;
	soak?: Taken<SoakResult>;
}

export type PartName = keyof Results;

export type Taken<T> = T & { environment: Environment };

export interface MemoryResults {
	vectors: VectorRow[];
	codec: CodecRow[];
	part: PartRow[];
}

export interface N8nResults {
	/** Null where it was left out. */
	defaults: ComparisonRow[] | null;
	/** With `N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE=true`. */
	lazy: ComparisonRow[];
	joining: JoiningRow[];
	profile: ProfileSummary;
}
