import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodePropertyOptions,
} from 'n8n-workflow';

/** One operation of the node: its entry in the list, its fields, and what it does. */
export interface Operation {
	resource: 'account' | 'message' | 'number' | 'optOut';
	/** The entry in the list 'Operation'; `action` is its entry in the node panel. */
	option: INodePropertyOptions & { value: string; action: string };
	/** Shown for this operation only. */
	fields: INodeProperties[];
	/**
	 * @returns one list for the node's only output
	 * @throws NodeApiError, NodeOperationError
	 */
	execute(context: IExecuteFunctions): Promise<INodeExecutionData[]>;
}
