import { itemsOf } from '../../n8n';
import { longSms, textOf } from '../traffic';
import { ended, newestId } from './executionLog';
import type { ContenderName, SmsReceiver } from './contenders';
import type { Site } from './site';
import { JOINED } from './workflows';

/** What became of messages whose parts arrived at the same moment. */
export interface JoiningRow {
	contender: ContenderName;
	messages: number;
	/** Came out once, whole. */
	right: number;
	/** Never came out whole. */
	lost: number;
	/** Came out more than once. */
	doubled: number;
	executions: number;
}

const PARTS = 3;
const AT_ONCE = 4;

/** Sends messages whose parts are all on the way at once, a few messages together, and counts what came out. */
export async function parallelParts(
	site: Site,
	receiver: SmsReceiver,
	messages: number,
): Promise<JoiningRow> {
	const before = await newestId(site.executions, receiver.workflowId);
	const expected = new Map<string, number>();
	for (let first = 0; first < messages; first += AT_ONCE) {
		const group = Array.from({ length: Math.min(AT_ONCE, messages - first) }, (_, index) =>
			longSms(`parallel${first + index}`, PARTS),
		);
		for (const records of group) expected.set(textOf(records), 0);
		await Promise.all(
			group.flat().map((record, index) => {
				const url = receiver.urls[index % receiver.urls.length]!;
				return site.load.post(url, record);
			}),
		);
	}
	const least = receiver.executes === 'every request' ? messages * PARTS : messages;
	await ended(site.executions, receiver.workflowId, before, least);

	const executions = (await site.n8n.executions(receiver.workflowId)).filter(
		({ id }) => Number(id) > before,
	);
	for (const execution of executions) {
		for (const { json } of itemsOf(execution, JOINED)) {
			const text = String(json.text);
			if (expected.has(text)) expected.set(text, expected.get(text)! + 1);
		}
	}
	const times = [...expected.values()];
	return {
		contender: receiver.name,
		messages,
		right: times.filter((count) => count === 1).length,
		lost: times.filter((count) => count === 0).length,
		doubled: times.filter((count) => count > 1).length,
		executions: executions.length,
	};
}
