import type { Effect } from '../../e2e/kill/effects';
import { verdictOf, type Traces, type Verdict } from '../../e2e/kill/verdict';

const NONE = {
	lost: [],
	doubled: [],
	runAgain: [],
	crashedBeforeFirstNode: [],
	crashedBeforeEnd: [],
	crashedTwice: [],
};

describe('the verdict on one message of the kill test', () => {
	test('a message whose execution began and ended is neither lost nor doubled', () => {
		expectVerdict({ begun: [effect('1')], ended: [effect('1')] }, {});
	});

	test('a message that nothing began is lost', () => {
		expectVerdict({}, { lost: ['K1'] });
	});

	test('a second execution doubles a message, even if it is marked as redelivered', () => {
		const traces = { begun: [effect('1'), again('2')], ended: [effect('1')] };
		expectVerdict(traces, { doubled: ['K1'], runAgain: ['K1'] });
	});

	test('an execution that calls twice counts once', () => {
		expectVerdict({ begun: [effect('1'), effect('1')], ended: [effect('1')] }, {});
	});

	test('an execution that crashed before the first node, or the last one, is listed', () => {
		expectVerdict({ crashed: K1 }, { crashedBeforeFirstNode: ['K1'] });
		expectVerdict({ begun: [effect('1')], crashed: K1 }, { crashedBeforeEnd: ['K1'] });
	});

	describe('that was to run again after a crash', () => {
		test('a second execution that is marked as redelivered is expected', () => {
			const traces = { begun: [effect('1'), again('2')], ended: [again('2')], offeredAgain: K1 };
			expectVerdict(traces, { runAgain: ['K1'] });
		});

		test('the first execution may be marked as well, if n8n never started the one before', () => {
			const traces = { begun: [again('2'), again('3')], ended: [again('3')], offeredAgain: K1 };
			expectVerdict(traces, { runAgain: ['K1'] });
		});

		test('a second execution that is not marked doubles the message', () => {
			const traces = { begun: [effect('1'), effect('2')], ended: [effect('2')], offeredAgain: K1 };
			expectVerdict(traces, { doubled: ['K1'], runAgain: ['K1'] });
		});

		test('a third execution doubles the message', () => {
			const begun = [effect('1'), again('2'), again('3')];
			const traces = { begun, ended: [again('3')], offeredAgain: K1 };
			expectVerdict(traces, { doubled: ['K1'], runAgain: ['K1'] });
		});

		test('a second execution that crashes as well is the last one', () => {
			const crashedTwice = { crashed: K1, offeredAgain: K1 };
			expectVerdict(
				{ begun: [effect('1'), again('2')], ...crashedTwice },
				{ runAgain: ['K1'], crashedTwice: ['K1'] },
			);
			expectVerdict({ begun: [effect('1')], ...crashedTwice }, { crashedTwice: ['K1'] });
		});

		test('a message that did not run again, though it was to, has not come to its end', () => {
			expectVerdict({ begun: [effect('1')], offeredAgain: K1 }, { crashedBeforeEnd: ['K1'] });
			expectVerdict({ offeredAgain: K1 }, { lost: ['K1'] });
		});
	});
});

const K1 = new Set(['K1']);

function expectVerdict(traces: Partial<Traces>, expected: Partial<Verdict>): void {
	const nothing = {
		begun: [],
		ended: [],
		crashed: new Set<string>(),
		offeredAgain: new Set<string>(),
	};
	const verdict = verdictOf({ acknowledged: ['K1'], ...nothing, ...traces });
	expect(verdict).toEqual({ messages: 1, ...NONE, ...expected });
}

function effect(execution: string): Effect {
	return { message: 'K1', execution, redelivered: false };
}

function again(execution: string): Effect {
	return { ...effect(execution), redelivered: true };
}
