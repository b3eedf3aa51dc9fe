export type Run = 'production' | 'test';

/** A node that has registered its webhook URL. */
export interface Holder {
	/** `<workflow id>/<node id>`. */
	node: string;
	run: Run;
	url: string;
}

/** State of one place at Vonage (which contains one webhook URL) where nodes of this store have registered. */
export interface Ledger {
	/** The URL before the first of them registered; null for none. */
	before: string | null;
	/** In the order in which they registered. */
	holders: Holder[];
}

/**
 * The ledger while `holder` is registering. It's written before the request to Vonage, so that every URL that may
 * be in the place is known, whatever happens.
 *
 * If no holder registered the current URL, another system has set it. It becomes the URL to restore, and the
 * earlier holders have lost the place. The exception is the URL of this trigger in another n8n, which itself
 * restores the URL that it replaced: in that case, the earlier `before` is kept. If there is no URL, no other
 * system has claimed the place, and the holders stay.
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
 * The ledger once `holder` is registered. Its earlier URLs are removed. A production holder also ends every test,
 * so that a crashed test leaves no trace.
 */
export function settle({ before, holders }: Ledger, holder: Holder): Ledger {
	const others = holders.filter(
		(other) => !isSame(other, holder) && (holder.run === 'test' || other.run === 'production'),
	);
	return { before, holders: [...others, holder] };
}

export type Release =
	/** The place contains the URL of `holder`, or an earlier one: set this URL instead; null removes it. */
	| { kind: 'put'; url: string | null; ledger: Ledger | null }
	/** The place already contains another holder's URL, or the previous URL. */
	| { kind: 'gone'; ledger: Ledger | null }
	/** Another system has changed it since. */
	| { kind: 'changed'; ledger: Ledger | null };

/**
 * Returns the step that leaves the place as if `holder` had never registered. A production holder of another node
 * that registered earlier gets the place back. A test never does, because it may have ended.
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
	/**
	 * The place should contain the URL but doesn't: it's empty, or has an earlier URL of this n8n or the URL of a
	 * crashed test.
	 */
	| 'missing'
	/** Another node of this store has registered there since, and restores the URL when it's unpublished. */
	| 'displaced'
	/** A URL that no node of this store registered. */
	| 'changed';

/**
 * Checks a place where a production holder should be registered. It never takes the place from another holder or
 * system: only publishing does that.
 *
 * @param current the URL in the place now
 * @param how `isInterrupted`: registering or restoring was interrupted, so the previous URL may be there;
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

/** Whether a URL belongs to the holder's node: its current URL, an earlier one, or the URL of a test run. */
export function isOwn(ledger: Ledger | null, current: string, holder: Holder): boolean {
	const owners = (ledger?.holders ?? []).filter(({ url }) => url === current);
	return current === holder.url || owners.some(({ node }) => node === holder.node);
}

/** Whether registering would take the place from another system or from another node's production holder. */
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
