import fc from 'fast-check';
import {
	isForeign,
	release,
	settle,
	take,
	type Holder,
	type Ledger,
} from '../../../nodes/VonageSms/registration/ledger';

const production = (node: string): Holder => ({ node, run: 'production', url: `${node}/webhook` });
const test_ = (node: string): Holder => ({ node, run: 'test', url: `${node}/webhook-test` });

describe('taking a slot', () => {
	it('remembers what stood there', () => {
		expect(take(null, 'foreign', production('a'))).toEqual({
			before: 'foreign',
			holders: [production('a')],
		});
	});

	it('keeps what stood there when another holder takes it over', () => {
		const first = take(null, 'foreign', production('a'));
		expect(take(first, 'a/webhook', test_('a')).before).toBe('foreign');
	});

	it('starts anew from a URL that somebody else set meanwhile', () => {
		const first = take(null, 'foreign', production('a'));
		expect(take(first, 'other', test_('a'))).toEqual({ before: 'other', holders: [test_('a')] });
	});

	it('knows a killed test until production stands there', () => {
		const killed = take(null, 'foreign', test_('a'));
		const taking = take(killed, 'a/webhook-test', production('b'));
		expect(taking.holders).toContainEqual(test_('a'));
		expect(settle(taking, production('b'))).toEqual({
			before: 'foreign',
			holders: [production('b')],
		});
	});
});

describe('releasing a slot', () => {
	it('says when somebody else changed it, and does not touch it', () => {
		const ledger = take(null, null, production('a'));
		expect(release(ledger, 'other', production('a'))).toEqual({ kind: 'changed', ledger: null });
	});

	it('is silent when it was released before', () => {
		expect(release(null, 'other', production('a'))).toEqual({ kind: 'gone', ledger: null });
	});

	it('takes an earlier URL of its own away too', () => {
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

/** One slot at Vonage with its ledger, driven as the steps of registering drive it. */
class SlotModel {
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
				const slot = new SlotModel(before);
				for (const { holder, act } of sequence) slot[act](holder);
				for (const holder of holders) slot.release(holder);
				expect(slot.standing).toBe(before);
				expect(slot.ledger).toBeNull();
			}),
			{ numRuns: 2_000 },
		);
	});

	it('never gives a slot to a test, nor to production that has released', () => {
		fc.assert(
			fc.property(steps, (sequence) => {
				const slot = new SlotModel('foreign');
				const published = new Set<string>();
				for (const { holder, act } of sequence) {
					const stood = slot.standing;
					slot[act](holder);
					if (holder.run === 'production') {
						if (act === 'take') published.add(holder.url);
						else published.delete(holder.url);
					}
					if (act === 'release' && slot.standing !== stood) {
						expect(['foreign', ...published]).toContain(slot.standing);
					}
				}
			}),
			{ numRuns: 2_000 },
		);
	});
});
