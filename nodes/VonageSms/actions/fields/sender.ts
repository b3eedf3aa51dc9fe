import type { INodeProperties } from 'n8n-workflow';

const sender: INodeProperties = {
	displayName: 'From',
	name: 'from',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			typeOptions: { searchListMethod: 'searchSenders', searchable: true },
		},
		{
			displayName: 'Number or Sender ID',
			name: 'name',
			type: 'string',
			placeholder: 'e.g. +447700900001 or ACME',
		},
	],
};

/** The sender: picked from the account's numbers, or a number or sender ID that is entered or computed. */
export function senderField(
	field: Pick<INodeProperties, 'description' | 'required' | 'default'>,
): INodeProperties {
	return { ...sender, ...field };
}
