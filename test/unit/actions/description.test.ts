import { NodeHelpers } from 'n8n-workflow';
import type { INode, INodeParameters } from 'n8n-workflow';
import { VonageSms } from '../../../nodes/VonageSms/VonageSms.node';

const { description } = new VonageSms();

/** The parameters of a node as n8n completes them with defaults. */
function completed(parameters: INodeParameters): INodeParameters | null {
	const node: INode = {
		...{ id: '1', name: 'Vonage SMS', type: 'vonageSms', typeVersion: 1 },
		position: [0, 0],
		parameters,
	};
	return NodeHelpers.getNodeParameters(
		description.properties,
		parameters,
		true,
		false,
		node,
		description,
	);
}

describe('the node in n8n', () => {
	it('can be used as a tool', () => {
		expect(description.usableAsTool).toBe(true);
	});

	it('lists an action for every operation', () => {
		const actions = description.properties
			.filter(({ name }) => name === 'operation')
			.flatMap(({ options }) => options ?? [])
			.map((option) => ('action' in option ? option.action : undefined));
		expect(actions.sort()).toEqual([
			'Add opt-out',
			'Check opt-out',
			'Erase phone number',
			'Get account balance',
			'Get many numbers',
			'Get many opt-outs',
			'Get message status',
			'Get received messages',
			'Remove opt-out',
			'Reply to message',
			'Send message',
			'Send message and wait for reply',
		]);
	});

	it('shows the credential at the top of every operation', () => {
		expect(description.properties[0]).toMatchObject({ type: 'credentials' });
		expect(description.properties[0]).not.toHaveProperty('displayOptions');
	});

	it.each(['send', 'reply'])(
		'shows the parameters that everyone fills in first: %s',
		(operation) => {
			const parameters = completed({ resource: 'message', operation }) ?? {};
			const node = { typeVersion: 1 };
			const shown = description.properties
				.filter(({ name }) => name !== 'resource' && name !== 'operation')
				.filter(({ type }) => type !== 'credentials')
				.filter((property) => NodeHelpers.displayParameter(parameters, property, node, description))
				.map(({ name }) => name);
			expect(shown).toEqual([
				...['from', 'to', 'text', 'additionalFields', 'options'],
				...['api', 'messageType', 'storage'],
			]);
		},
	);

	it('prefills a reply with the sender and recipient of the trigger item swapped', () => {
		expect(completed({ resource: 'message', operation: 'reply' })).toMatchObject({
			from: { __rl: true, mode: 'name', value: '={{ $json.to }}' },
			to: '={{ $json.from }}',
		});
	});

	it('shows the fields of a binary message only for binary messages', () => {
		const binary = completed({ messageType: 'binary' });
		expect(binary).toHaveProperty('udh');
		expect(binary).not.toHaveProperty('text');
		const text = completed({});
		expect(text).toHaveProperty('text');
		expect(text).not.toHaveProperty('udh');
	});

	it('ignores that a message was binary after a switch to an API without binary messages', () => {
		expect(completed({ api: 'messages', messageType: 'binary' })).toHaveProperty('text');
	});

	it('lists options alphabetically', () => {
		for (const { name, options } of description.properties) {
			const names = (options ?? []).map((option) =>
				'displayName' in option ? option.displayName : option.name,
			);
			expect({ name, names }).toEqual({ name, names: [...names].sort() });
		}
	});
});
