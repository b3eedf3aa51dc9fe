import type { IExecuteFunctions, INode, INodeExecutionData } from 'n8n-workflow';

import { forErrorOutput } from '../../../nodes/VonageSms/actions/errorItem';

const failed = (): INodeExecutionData => ({
	json: { error: 'Failed', message: 'Failed', details: { ids: ['A'] } },
	pairedItem: { item: 0 },
});
const sent = (): INodeExecutionData => ({ json: { id: 'A', status: 'submitted' } });

function contextWith(onError: INode['onError']): IExecuteFunctions {
	const node = { name: 'Vonage SMS', type: 'vonageSms', onError };
	return { getNode: () => node } as unknown as IExecuteFunctions;
}

describe('a failed item', () => {
	test('has an error that n8n 1 can see but does not copy with the item', () => {
		const [one, other] = forErrorOutput(contextWith('continueErrorOutput'), [failed(), sent()]);
		expect(one?.error?.message).toBe('Failed');
		expect({ ...one }).toEqual(failed());
		expect(other?.error).toBeUndefined();
	});

	test.each(['continueRegularOutput', 'stopWorkflow'] as const)(
		'is not changed with %s',
		(onError) => {
			const [item] = forErrorOutput(contextWith(onError), [failed()]);
			expect(item?.error).toBeUndefined();
		},
	);
});
