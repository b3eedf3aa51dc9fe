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

describe('taking a place', () => {
	it('remembers what stood there', () => {
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

	it('keeps what stood there over the URL of the same trigger in another n8n', () => {
		const first = take(null, 'foreign', production('a'));
		const staging = 'https://staging.example.com/webhook/x/vonage-sms';
		expect(take(first, staging, production('a')).before).toBe('foreign');
		expect(take(null, staging, production('a')).before).toBe(staging);
	});

	it('keeps everything where the URL has vanished', () => {
		const two = take(take(null, 'foreign', production('a')), 'a/webhook', production('b'));
		expect(take(two, null, production('b'))).toEqual(two);
	});

	it('knows a crashed test until production is registered there', () => {
		const killed = take(null, 'foreign', test_('a'));
		const taking = take(killed, 'a/webhook-test', production('b'));
		expect(taking.holders).toContainEqual(test_('a'));
		expect(settle(taking, production('b'))).toEqual({
			before: 'foreign',
			holders: [production('b')],
		});
	});
});

describe('looking at a place without taking it', () => {
	const calm = { isInterrupted: false, mayTest: false };
	const [a, b] = [production('a'), production('b')];
	const ledgerOf = (...holders: Holder[]): Ledger => ({ before: 'foreign', holders });

	it.each([
		['the own URL', ledgerOf(a, b), 'a/webhook', calm, 'registered'],
		['nothing', ledgerOf(b, a), null, calm, 'missing'],
		['nothing, and nothing is known', null, null, calm, 'missing'],
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
	it('reports a change by another system, and does not touch it', () => {
		const ledger = take(null, null, production('a'));
		expect(release(ledger, 'other', production('a'))).toEqual({ kind: 'changed', ledger: null });
	});

	it('is silent when it was released before', () => {
		expect(release(null, 'other', production('a'))).toEqual({ kind: 'gone', ledger: null });
	});

	it('passes over a workflow that is not published any more', () => {
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
		['the own URL', 'b/webhook', production('b'), false],
		['production of the same node', 'a/webhook', test_('a'), false],
		['production of another node', 'a/webhook', production('b'), true],
		['another system', 'other', production('a'), true],
	])('%s', (_, standing, holder, expected) => {
		expect(isForeign(ledger, standing, holder)).toBe(expected);
	});

	it('is not the test URL of another node, which ends by itself', () => {
		expect(isForeign(take(null, null, test_('a')), 'a/webhook-test', production('b'))).toBe(false);
	});
});

/** One place at Vonage with its ledger, driven as the steps of registering drive it. */
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

	it('ends with what stood there before, once everybody has released', () => {
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

	it('never gives a place to a test, nor to production that has released', () => {
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
