export type Run = 'production' | 'test';

/** A node that has put its webhook URL somewhere. */
export interface Holder {
	/** `<workflow id>/<node id>`. */
	node: string;
	run: Run;
	url: string;
}

/** What is known of one slot (a place at Vonage that holds one webhook URL) in which nodes of this store stand. */
export interface Ledger {
	/** What stood there before the first of them; null: nothing. */
	before: string | null;
	/** In the order in which they took the slot. */
	holders: Holder[];
}

/**
 * The ledger while `holder` takes a slot, to be written before Vonage is told: whatever happens then, what stands in
 * the slot is known.
 *
 * A URL that no holder put there is somebody else's: it becomes what is put back one day, and whoever held the slot
 * earlier has lost it.
 *
 * @param standing what stands in the slot now
 */
export function take(ledger: Ledger | null, standing: string | null, holder: Holder): Ledger {
	if (!isKnown(ledger, standing) && standing !== holder.url) {
		return { before: standing, holders: [holder] };
	}
	const others = (ledger?.holders ?? []).filter(
		(other) => !(isSame(other, holder) && other.url === holder.url),
	);
	return { before: ledger?.before ?? null, holders: [...others, holder] };
}

/**
 * The ledger once `holder` stands in the slot: its earlier URLs are forgotten, and production ends every test, so that
 * a test that was killed leaves no trace.
 */
export function settle({ before, holders }: Ledger, holder: Holder): Ledger {
	const others = holders.filter(
		(other) => !isSame(other, holder) && (holder.run === 'test' || other.run === 'production'),
	);
	return { before, holders: [...others, holder] };
}

export type Release =
	/** The slot holds `holder`'s URL, or an earlier one of it: this goes there instead; null: nothing. */
	| { kind: 'put'; url: string | null; ledger: Ledger | null }
	/** Another holder, or what was there before, stands in the slot already. */
	| { kind: 'gone'; ledger: Ledger | null }
	/** Somebody else changed it meanwhile. */
	| { kind: 'changed'; ledger: Ledger | null };

/**
 * What `holder` has to do so that the slot is as if it had never been there. Production of another node that took the
 * slot earlier gets it again; a test never does, because nobody may be listening any more.
 *
 * @param standing what stands in the slot now
 */
export function release(ledger: Ledger | null, standing: string | null, holder: Holder): Release {
	const others = (ledger?.holders ?? []).filter((other) => !isSame(other, holder));
	const heir = others.findLast(({ run }) => run === 'production');
	const before = ledger?.before ?? null;
	const own = (ledger?.holders ?? []).filter((other) => isSame(other, holder));
	if (standing === holder.url || own.some(({ url }) => url === standing)) {
		return {
			kind: 'put',
			url: heir ? heir.url : before,
			ledger: heir ? { before, holders: others } : null,
		};
	}
	const rest = others.length > 0 ? { before, holders: others } : null;
	const isExpected = standing === before || others.some(({ url }) => url === standing);
	return { kind: own.length > 0 && !isExpected ? 'changed' : 'gone', ledger: rest };
}

/** Whether one of the holders put this URL there. */
export function isKnown(ledger: Ledger | null, url: string | null): boolean {
	return (ledger?.holders ?? []).some((holder) => holder.url === url);
}

/** Whether taking the slot would take it from somebody: another system, or production of another node. */
export function isForeign(ledger: Ledger | null, standing: string | null, holder: Holder): boolean {
	if (standing === null || standing === holder.url) return false;
	const owners = (ledger?.holders ?? []).filter(({ url }) => url === standing);
	return !owners.some(({ node, run }) => node === holder.node || run === 'test');
}

function isSame(one: Holder, other: Holder): boolean {
	return one.node === other.node && one.run === other.run;
}
