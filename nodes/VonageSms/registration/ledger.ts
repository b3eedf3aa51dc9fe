export type Run = 'production' | 'test';

/** A node that has put its webhook URL somewhere. */
export interface Holder {
	/** `<workflow id>/<node id>`. */
	node: string;
	run: Run;
	url: string;
}

/** What is known of one place at Vonage (it contains one webhook URL) in which nodes of this store have registered. */
export interface Ledger {
	/** The URL before the first of them; null: none. */
	before: string | null;
	/** In the order in which they registered. */
	holders: Holder[];
}

/**
 * The ledger while `holder` registers, to be written before Vonage is asked: whatever happens then, every URL that may
 * be in the place is known.
 *
 * A URL that no holder registered was set by another system: it is what will be restored one day, and the earlier
 * holders have lost the place. An exception is the URL of another n8n with this same trigger, because that one restores
 * by itself what it replaced: then the earlier `before` is kept. Where no URL is left, nobody has claimed the place, and
 * the holders stay.
 *
 * @param current the URL in the place now
 */
export function take(ledger: Ledger | null, current: string | null, holder: Holder): Ledger {
	const isNew = current !== null && current !== holder.url && !isKnown(ledger, current);
	if (isNew) {
		const before = ledger !== null && isOfThisKind(current) ? ledger.before : current;
		return { before, holders: [holder] };
	}
	const others = (ledger?.holders ?? []).filter(
		(other) => !(isSame(other, holder) && other.url === holder.url),
	);
	return { before: ledger?.before ?? null, holders: [...others, holder] };
}

/**
 * The ledger once `holder` is registered: its earlier URLs are forgotten, and production ends every test, so that a
 * test that was killed leaves no trace.
 */
export function settle({ before, holders }: Ledger, holder: Holder): Ledger {
	const others = holders.filter(
		(other) => !isSame(other, holder) && (holder.run === 'test' || other.run === 'production'),
	);
	return { before, holders: [...others, holder] };
}

export type Release =
	/** The place contains `holder`'s URL, or an earlier one of it: this goes there instead; null: nothing. */
	| { kind: 'put'; url: string | null; ledger: Ledger | null }
	/** The place already contains another holder's URL, or the one from before. */
	| { kind: 'gone'; ledger: Ledger | null }
	/** Another system has changed it since. */
	| { kind: 'changed'; ledger: Ledger | null };

/**
 * What `holder` has to do so that the place is as if it had never registered. Production of another node that
 * registered earlier gets it again; a test never does, because it may have ended.
 *
 * @param current the URL in the place now
 * @param isLive whether another production holder is still published
 */
export function release(
	ledger: Ledger | null,
	current: string | null,
	holder: Holder,
	isLive: (other: Holder) => boolean = () => true,
): Release {
	const others = (ledger?.holders ?? []).filter((other) => !isSame(other, holder) && isLive(other));
	const heir = others.findLast(({ run }) => run === 'production');
	const before = ledger?.before ?? null;
	const own = (ledger?.holders ?? []).filter((other) => isSame(other, holder));
	if (current === holder.url || own.some(({ url }) => url === current)) {
		return {
			kind: 'put',
			url: heir ? heir.url : before,
			ledger: heir ? { before, holders: others } : null,
		};
	}
	const rest = others.length > 0 ? { before, holders: others } : null;
	const isExpected = current === before || others.some(({ url }) => url === current);
	return { kind: own.length > 0 && !isExpected ? 'changed' : 'gone', ledger: rest };
}

export type Finding =
	/** The place contains the holder's URL. */
	| 'registered'
	/** It does not, and should: nothing is there, or an earlier address of this n8n, or a test that was killed. */
	| 'missing'
	/** Another node of this store has registered there since, and gives it back when it is unpublished. */
	| 'displaced'
	/** A URL that no node of this store registered. */
	| 'changed';

/**
 * Looks at a place while the holder, a production one, should be registered there, without taking it from anybody:
 * only publishing does that.
 *
 * @param current the URL in the place now
 * @param how `isInterrupted`: registering or restoring was interrupted, so that the URL from before may be there;
 *   `mayTest`: a test run may be listening now
 */
export function inspect(
	ledger: Ledger | null,
	current: string | null,
	holder: Holder,
	{ isInterrupted, mayTest }: { isInterrupted: boolean; mayTest: boolean },
): Finding {
	if (current === holder.url) return 'registered';
	const holders = ledger?.holders ?? [];
	const productions = holders.filter(({ run }) => run === 'production');
	const last = productions.at(-1);
	const isLast = last === undefined || isSame(last, holder);
	if (current === null) return isLast ? 'missing' : 'displaced';

	const there = holders.findLast(({ url }) => url === current);
	if (there === undefined) {
		return isInterrupted && isLast && current === ledger?.before ? 'missing' : 'changed';
	}
	if (isSame(there, holder)) return 'missing';
	if (there.run === 'test') return isLast && !mayTest ? 'missing' : 'displaced';
	return isLast && isInterrupted ? 'missing' : 'displaced';
}

/** Whether one of the holders registered this URL. */
function isKnown(ledger: Ledger | null, url: string | null): boolean {
	return (ledger?.holders ?? []).some((holder) => holder.url === url);
}

/** Whether a URL in the place is the holder's node's: this one, an earlier one, or one of its test runs. */
export function isOwn(ledger: Ledger | null, current: string, holder: Holder): boolean {
	const owners = (ledger?.holders ?? []).filter(({ url }) => url === current);
	return current === holder.url || owners.some(({ node }) => node === holder.node);
}

/** Whether registering would take the place from another system, or from production of another node. */
export function isForeign(ledger: Ledger | null, current: string | null, holder: Holder): boolean {
	if (current === null || current === holder.url) return false;
	const owners = (ledger?.holders ?? []).filter(({ url }) => url === current);
	return !owners.some(({ node, run }) => node === holder.node || run === 'test');
}

/** The path of every webhook of this trigger, in any n8n: `/webhook/<id>/vonage-sms`. */
function isOfThisKind(url: string): boolean {
	return URL.canParse(url) && new URL(url).pathname.endsWith('/vonage-sms');
}

function isSame(one: Holder, other: Holder): boolean {
	return one.node === other.node && one.run === other.run;
}
