import fc from 'fast-check';
import {
	inspect,
	isForeign,
	release,
	settle,
	take,
	type Holder,
	type Ledger,
} from '../../../nodes/VonageSms/registration/ledger';

const production = (node: string): Holder => ({ node, run: 'production', url: `${node}/webhook` });
const test_ = (node: string): Holder => ({ node, run: 'test', url: `${node}/webhook-test` });

describe('registering in a place', () => {
	it('remembers the previous URL', () => {
		expect(take(null, 'foreign', production('a'))).toEqual({
			before: 'foreign',
			holders: [production('a')],
		});
	});

	it('keeps the previous URL when another holder takes over', () => {
		const first = take(null, 'foreign', production('a'));
		expect(take(first, 'a/webhook', test_('a')).before).toBe('foreign');
	});

	it('starts over from a URL that another system set in the meantime', () => {
		const first = take(null, 'foreign', production('a'));
		expect(take(first, 'other', test_('a'))).toEqual({ before: 'other', holders: [test_('a')] });
	});

	it('keeps the earlier previous URL instead of the URL of the same trigger in another n8n', () => {
		const first = take(null, 'foreign', production('a'));
		const staging = 'https://staging.example.com/webhook/x/vonage-sms';
		expect(take(first, staging, production('a')).before).toBe('foreign');
		expect(take(null, staging, production('a')).before).toBe(staging);
	});

	it('keeps everything if the URL has disappeared', () => {
		const two = take(take(null, 'foreign', production('a')), 'a/webhook', production('b'));
		expect(take(two, null, production('b'))).toEqual(two);
	});

	it('remembers a crashed test until production is registered there', () => {
		const killed = take(null, 'foreign', test_('a'));
		const taking = take(killed, 'a/webhook-test', production('b'));
		expect(taking.holders).toContainEqual(test_('a'));
		expect(settle(taking, production('b'))).toEqual({
			before: 'foreign',
			holders: [production('b')],
		});
	});
});

describe('inspecting a place', () => {
	const calm = { isInterrupted: false, mayTest: false };
	const [a, b] = [production('a'), production('b')];
	const ledgerOf = (...holders: Holder[]): Ledger => ({ before: 'foreign', holders });

	it.each([
		['its own URL', ledgerOf(a, b), 'a/webhook', calm, 'registered'],
		['nothing', ledgerOf(b, a), null, calm, 'missing'],
		['nothing, without a ledger', null, null, calm, 'missing'],
		['nothing, while another registered later', ledgerOf(a, b), null, calm, 'displaced'],
		['an earlier address', ledgerOf({ ...a, url: 'old' }, a), 'old', calm, 'missing'],
		['one that registered later', ledgerOf(a, b), 'b/webhook', calm, 'displaced'],
		['one that registered earlier', ledgerOf(b, a), 'b/webhook', calm, 'displaced'],
		[
			'one that registered earlier, after an interruption',
			ledgerOf(b, a),
			'b/webhook',
			{ ...calm, isInterrupted: true },
			'missing',
		],
		['a killed test', ledgerOf(a, test_('b')), 'b/webhook-test', calm, 'missing'],
		[
			'a test that may be listening',
			ledgerOf(a, test_('b')),
			'b/webhook-test',
			{ ...calm, mayTest: true },
			'displaced',
		],
		['another system', ledgerOf(a), 'other', calm, 'changed'],
		['the URL from before', ledgerOf(a), 'foreign', calm, 'changed'],
		[
			'the URL from before, after an interruption',
			ledgerOf(a),
			'foreign',
			{ ...calm, isInterrupted: true },
			'missing',
		],
	] as const)('finds %s', (_, ledger, current, how, expected) => {
		expect(inspect(ledger, current, a, how)).toBe(expected);
	});
});

describe('releasing a place', () => {
	it('reports a change by another system, and does not undo it', () => {
		const ledger = take(null, null, production('a'));
		expect(release(ledger, 'other', production('a'))).toEqual({ kind: 'changed', ledger: null });
	});

	it('reports nothing if it was released before', () => {
		expect(release(null, 'other', production('a'))).toEqual({ kind: 'gone', ledger: null });
	});

	it('skips a workflow that is no longer published', () => {
		const two = take(take(null, 'foreign', production('a')), 'a/webhook', production('b'));
		const done = release(two, 'b/webhook', production('b'), ({ node }) => node !== 'a');
		expect(done).toEqual({ kind: 'put', url: 'foreign', ledger: null });
	});

	it('also removes its own earlier URL', () => {
		const ledger = take(null, 'foreign', { ...production('a'), url: 'old' });
		expect(release(ledger, 'old', production('a'))).toMatchObject({ kind: 'put', url: 'foreign' });
	});
});

describe('a foreign URL', () => {
	const ledger = take(null, null, production('a'));

	it.each([
		['nothing', null, production('b'), false],
		['its own URL', 'b/webhook', production('b'), false],
		['production of the same node', 'a/webhook', test_('a'), false],
		['production of another node', 'a/webhook', production('b'), true],
		['another system', 'other', production('a'), true],
	])('%s', (_, standing, holder, expected) => {
		expect(isForeign(ledger, standing, holder)).toBe(expected);
	});

	it('is not the test URL of another node, because the test ends by itself', () => {
		expect(isForeign(take(null, null, test_('a')), 'a/webhook-test', production('b'))).toBe(false);
	});
});

/** One place at Vonage with its ledger, changed in the same steps as when registering. */
class PlaceModel {
	ledger: Ledger | null = null;

	constructor(public standing: string | null) {}

	take(holder: Holder): void {
		const taken = take(this.ledger, this.standing, holder);
		this.standing = holder.url;
		this.ledger = settle(taken, holder);
	}

	release(holder: Holder): void {
		const done = release(this.ledger, this.standing, holder);
		if (done.kind === 'put') this.standing = done.url;
		this.ledger = done.ledger;
	}
}

describe('any order of publishing, testing, killing and unpublishing', () => {
	const holders = ['a', 'b', 'c'].flatMap((node) => [production(node), test_(node)]);
	const steps = fc.array(
		fc.record({
			holder: fc.constantFrom(...holders),
			act: fc.constantFrom<'take' | 'release'>('take', 'release'),
		}),
		{ maxLength: 30 },
	);

	it('ends with the previous URL once every holder has released the place', () => {
		fc.assert(
			fc.property(fc.constantFrom('foreign', null), steps, (before, sequence) => {
				const place = new PlaceModel(before);
				for (const { holder, act } of sequence) place[act](holder);
				for (const holder of holders) place.release(holder);
				expect(place.standing).toBe(before);
				expect(place.ledger).toBeNull();
			}),
			{ numRuns: 2_000 },
		);
	});

	it('never restores the URL of a test, or of a production run that was released', () => {
		fc.assert(
			fc.property(steps, (sequence) => {
				const place = new PlaceModel('foreign');
				const published = new Set<string>();
				for (const { holder, act } of sequence) {
					const stood = place.standing;
					place[act](holder);
					if (holder.run === 'production') {
						if (act === 'take') published.add(holder.url);
						else published.delete(holder.url);
					}
					if (act === 'release' && place.standing !== stood) {
						expect(['foreign', ...published]).toContain(place.standing);
					}
				}
			}),
			{ numRuns: 2_000 },
		);
	});
});
