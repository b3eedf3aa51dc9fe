import { NodeOperationError, updateDisplayOptions } from 'n8n-workflow';
import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { credentialsField } from '../vonage/credential';
import { erase } from './erase';
import { forErrorOutput } from './errorItem';
import { getBalance } from './getBalance';
import { getManyNumbers } from './getManyNumbers';
import { getReceived } from './getReceived';
import { getStatus } from './getStatus';
import type { Operation } from './operation';
import { addOptOut, removeOptOut } from './optOut/change';
import { checkOptOut } from './optOut/check';
import { getManyOptOuts } from './optOut/getMany';
import { replyToMessage } from './replyToMessage';
import { sendAndWait } from './sendAndWait';
import { sendMessage } from './sendMessage';

/** The first operation of a resource is its default. Each resource lists its operations by name. */
const operations: readonly Operation[] = [
	sendMessage,
	replyToMessage,
	sendAndWait,
	erase,
	getReceived,
	getStatus,
	getBalance,
	getManyNumbers,
	checkOptOut,
	addOptOut,
	getManyOptOuts,
	removeOptOut,
];

const resources = [
	{ name: 'Account', value: 'account' },
	{ name: 'Message', value: 'message' },
	{ name: 'Number', value: 'number' },
	{ name: 'Opt-Out', value: 'optOut' },
] as const;

/** Credential, resource, operation, and the fields of all operations. */
export const properties: INodeProperties[] = [
	credentialsField,
	{
		displayName: 'Resource',
		name: 'resource',
		type: 'options',
		noDataExpression: true,
		options: [...resources],
		default: 'message',
	},
	...resources.map(({ value }) => operationList(value)),
	...operations.flatMap(({ resource, option, fields }) =>
		updateDisplayOptions({ show: { resource: [resource], operation: [option.value] } }, fields),
	),
];

/**
 * Runs the operation selected in the node.
 *
 * @throws NodeApiError, NodeOperationError
 */
export async function runOperation(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const resource = context.getNodeParameter('resource', 0);
	const name = context.getNodeParameter('operation', 0);
	const operation = operations.find(
		({ option, ...known }) => known.resource === resource && option.value === name,
	);
	if (operation) return forErrorOutput(context, await operation.execute(context));
	throw new NodeOperationError(
		context.getNode(),
		`The resource '${resource}' has no operation '${name}'. Choose 'Resource' and 'Operation' from their lists.`,
	);
}

function operationList(resource: Operation['resource']): INodeProperties {
	const options = operations
		.filter((operation) => operation.resource === resource)
		.map(({ option }) => option);
	// eslint-disable-next-line n8n-nodes-base/node-param-default-missing -- the rule requires a literal
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: [resource] } },
		options: [...options].sort((one, other) => one.name.localeCompare(other.name)),
		default: options[0]?.value ?? '',
	};
}
