import type { CredentialReference, NodeInput, WorkflowInput } from '../../n8n';
import { ANSWER_FIRST_TYPE, FLOOR_TYPE, MAIN_ONLY_TYPE, WITH_KEYS_TYPE } from './floorNode';

/** The trigger of every workflow, and the node where a whole message arrives. */
export const TRIGGER = 'Incoming';
export const JOINED = 'Joined';

const OUR_TYPE = 'n8n-nodes-vonage-sms.vonageSmsTrigger';
const joined: NodeInput = { name: JOINED, type: 'n8n-nodes-base.noOp' };

export function floorWorkflow(name: string): WorkflowInput {
	return { name, nodes: [{ name: TRIGGER, type: FLOOR_TYPE, typeVersion: 1.1 }, joined] };
}

export function answerFirstWorkflow(name: string): WorkflowInput {
	return { name, nodes: [{ name: TRIGGER, type: ANSWER_FIRST_TYPE, typeVersion: 1.1 }, joined] };
}

export function withKeysWorkflow(
	name: string,
	credentials: Record<string, CredentialReference>,
): WorkflowInput {
	const trigger = { name: TRIGGER, type: WITH_KEYS_TYPE, typeVersion: 1.1, credentials };
	return { name, nodes: [trigger, joined] };
}

export function mainOnlyWorkflow(name: string): WorkflowInput {
	return { name, nodes: [{ name: TRIGGER, type: MAIN_ONLY_TYPE, typeVersion: 1.1 }, joined] };
}

export function ourWorkflow(
	name: string,
	storage: 'sqlite' | 'postgres',
	credentials: Record<string, CredentialReference>,
	options: Record<string, unknown> = {},
): WorkflowInput {
	const trigger: NodeInput = {
		name: TRIGGER,
		type: OUR_TYPE,
		typeVersion: 1.1,
		parameters: { registration: 'manual', signatureCheck: 'enforce', storage, options },
		credentials,
	};
	return { name, nodes: [trigger, joined] };
}

/** n8n's own Webhook node, without any joining. */
export function webhookWorkflow(name: string): WorkflowInput {
	return { name, nodes: [webhook(name), joined] };
}

/** What is built today with a Code node: parts wait in the workflow's static data. */
export function codeWorkflow(name: string): WorkflowInput {
	const code: NodeInput = {
		name: 'Join',
		type: 'n8n-nodes-base.code',
		typeVersion: 2,
		parameters: { jsCode: JOINING_CODE },
	};
	return { name, nodes: [webhook(name), code, joined] };
}

const JOINING_CODE = `
const sms = $input.first().json.body;
if (!sms['concat-ref']) return [{ json: { text: sms.text } }];
const waiting = $getWorkflowStaticData('global');
const key = sms.msisdn + '/' + sms['concat-ref'];
const parts = waiting[key] ?? {};
parts[sms['concat-part']] = sms.text;
const total = Number(sms['concat-total']);
if (Object.keys(parts).length < total) {
	waiting[key] = parts;
	return [];
}
delete waiting[key];
const texts = Array.from({ length: total }, (_, index) => parts[index + 1]);
return [{ json: { text: texts.join('') } }];
`;

/** What is built today without code: parts wait in a Data Table with the columns ref, part and text. */
export function dataTableWorkflow(name: string, table: string): WorkflowInput {
	const dataTableId = { __rl: true, mode: 'id', value: table };
	const isThisMessage = {
		matchType: 'allConditions',
		filters: { conditions: [{ keyName: 'ref', condition: 'eq', keyValue: `={{ ${REF} }}` }] },
	};
	const dataTable = (nodeName: string, parameters: Record<string, unknown>): NodeInput => ({
		name: nodeName,
		type: 'n8n-nodes-base.dataTable',
		typeVersion: 1,
		parameters: { resource: 'row', dataTableId, ...parameters },
	});
	return {
		name,
		nodes: [
			webhook(name),
			dataTable('Keep Part', {
				operation: 'insert',
				columns: {
					mappingMode: 'defineBelow',
					value: {
						ref: `={{ ${REF} }}`,
						part: `={{ Number(${SMS}['concat-part'] ?? 1) }}`,
						text: `={{ ${SMS}.text }}`,
					},
				},
			}),
			dataTable('Parts So Far', {
				operation: 'get',
				...isThisMessage,
				returnAll: true,
				orderBy: true,
				orderByColumn: 'part',
				orderByDirection: 'ASC',
			}),
			{
				name: 'Join',
				type: 'n8n-nodes-base.summarize',
				typeVersion: 1.1,
				parameters: {
					fieldsToSummarize: {
						values: [
							{ aggregation: 'concatenate', field: 'text', separateBy: '' },
							{ aggregation: 'countUnique', field: 'part' },
						],
					},
				},
			},
			{
				name: 'All There?',
				type: 'n8n-nodes-base.filter',
				typeVersion: 2.2,
				parameters: { conditions: ALL_THERE },
			},
			{
				name: JOINED,
				type: 'n8n-nodes-base.set',
				typeVersion: 3.4,
				parameters: {
					assignments: {
						assignments: [
							{
								id: 'text',
								name: 'text',
								type: 'string',
								value: '={{ $json.concatenated_text }}',
							},
						],
					},
				},
			},
			dataTable('Forget', { operation: 'deleteRows', ...isThisMessage }),
		],
	};
}

const SMS = `$('${TRIGGER}').first().json.body`;
const REF = `${SMS}['concat-ref'] ?? ${SMS}.messageId`;
const ALL_THERE = {
	options: { caseSensitive: true, leftValue: '', typeValidation: 'loose', version: 2 },
	combinator: 'and',
	conditions: [
		{
			id: 'all-there',
			leftValue: '={{ $json.unique_count_part }}',
			rightValue: `={{ Number(${SMS}['concat-total'] ?? 1) }}`,
			operator: { type: 'number', operation: 'equals' },
		},
	],
};

function webhook(path: string): NodeInput {
	return {
		name: TRIGGER,
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2.1,
		parameters: { httpMethod: 'POST', path, responseMode: 'onReceived', options: {} },
	};
}
