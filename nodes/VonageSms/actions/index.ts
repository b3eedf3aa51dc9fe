import { NodeOperationError } from 'n8n-workflow';
import type {
	IExecuteFunctions,
	INodeCredentialDescription,
	INodeExecutionData,
	INodeProperties,
} from 'n8n-workflow';
import * as erase from './erase';
import * as getBalance from './getBalance';
import * as getManyNumbers from './getManyNumbers';
import * as getReceived from './getReceived';
import * as getStatus from './getStatus';
import * as replyToMessage from './replyToMessage';
import * as sendAndWait from './sendAndWait';
import * as sendMessage from './sendMessage';

type Operation = (context: IExecuteFunctions) => Promise<INodeExecutionData[]>;

const operations: ReadonlyMap<string, Operation> = new Map([
	['message:send', sendMessage.execute],
	['message:reply', replyToMessage.execute],
	['message:erase', erase.execute],
	['message:getReceived', getReceived.execute],
	['message:getStatus', getStatus.execute],
	['message:sendAndWait', sendAndWait.execute],
	['account:getBalance', getBalance.execute],
	['number:getMany', getManyNumbers.execute],
]);

export const actionCredentials: INodeCredentialDescription[] = [
	{ name: 'vonageSmsApi', required: true, testedBy: 'testVonageCredential' },
	{
		// n8n's own, for operations that need the store.
		name: 'postgres',
		required: true,
		displayOptions: { show: { storage: ['postgres'] } },
	},
];

/** The fields of all operations, each shown for its own. */
export const operationFields: INodeProperties[] = [
	...sendMessage.fields,
	...replyToMessage.fields,
	...erase.fields,
	...getReceived.fields,
	...getStatus.fields,
	...sendAndWait.fields,
	...getBalance.fields,
	...getManyNumbers.fields,
];

/**
 * Runs the operation that is chosen in the node.
 *
 * @throws NodeApiError, NodeOperationError
 */
export async function runOperation(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const resource = context.getNodeParameter('resource', 0);
	const operation = context.getNodeParameter('operation', 0);
	const run = operations.get(`${resource}:${operation}`);
	if (run) return await run(context);
	throw new NodeOperationError(
		context.getNode(),
		`There is no operation "${operation}" for the resource "${resource}"`,
		{ description: 'Choose "Resource" and "Operation" from their lists' },
	);
}
