import { isDeepStrictEqual } from 'node:util';
import { itemsOf } from '..';
import type { Item } from '..';
import type { WebhookDelivery } from '../../simulator';
import { NUMBER, TRIGGER } from './playground';
import type { Playground } from './playground';

const PHONE = '14155550142';
const FORMATS = ['GET', 'POST', 'POST-JSON'] as const;
/** UTF-16 units of a part of a long SMS in UCS-2 (TS 23.040 9.2.3.24.1: 140 octets less a header of 6). */
const UNITS_OF_A_PART = 67;
const LAST = 'That was all.';

/**
 * Sends a three-part SMS in each of Vonage's formats, with its parts shuffled and one of them sent twice. Resolves
 * with whether n8n created exactly one correct item for each.
 */
export async function runDemo(
	playground: Playground,
	say: (line: string) => void,
): Promise<boolean> {
	const { simulator, n8n, workflowId } = playground;
	for (const format of FORMATS) {
		say(`Sending three parts by ${format}, shuffled, the second one twice`);
		const { deliveries } = await simulator.sendInbound({
			from: PHONE,
			to: NUMBER,
			content: { text: demoText(format) },
			format,
			order: 'shuffled',
			repeat: [2],
			parallel: true,
		});
		if (format === 'POST-JSON' && !deliveries.some(endsInHalfACharacter)) {
			throw new Error("No part ended in the middle of a character, so the demo doesn't test that.");
		}
	}
	await n8n.waitForExecutions(workflowId, FORMATS.length);
	// Messages are delivered in order, so once this one has arrived, there can be no more duplicates.
	await simulator.sendInbound({ from: PHONE, to: NUMBER, content: { text: LAST } });
	const executions = await n8n.waitForExecutions(workflowId, FORMATS.length + 1);
	const items = executions
		.flatMap((execution) => itemsOf(execution, TRIGGER))
		.filter(({ json }) => json.text !== LAST);
	for (const { json } of items) say(JSON.stringify(json, null, 2));
	return judge(items, say);
}

/** A form or a query cannot carry half a surrogate pair, so there Vonage cuts before it. */
function endsInHalfACharacter({ webhook }: WebhookDelivery): boolean {
	return /[\ud800-\udbff]$/.test(String(webhook.record.text));
}

/** Three parts long, with an emoji across the end of the first part. */
function demoText(format: string): string {
	const opening = `By ${format}: the first of these parts ends in the middle of `;
	const before = opening.padEnd(UNITS_OF_A_PART - 1, '.');
	return `${before}😀 and that does no harm 🎉. ${'The rest fills up three parts. '.repeat(3)}👋`;
}

function judge(items: Item[], say: (line: string) => void): boolean {
	const verdicts = FORMATS.map((format) => {
		const same = items.filter(({ json }) => json.text === demoText(format));
		const right = same.length === 1 && same.every(isWhole);
		say(
			`${format}: ${same.length} item${same.length === 1 ? '' : 's'}, ${right ? 'right' : 'WRONG'}`,
		);
		return right;
	});
	const others = items.length - FORMATS.length;
	if (others !== 0) say(`${items.length} items came out of ${FORMATS.length} messages.`);
	return others === 0 && verdicts.every((right) => right);
}

function isWhole({ json }: Item): boolean {
	const { from, to, complete, partsTotal, partsReceived, missingParts, verified } = json;
	return isDeepStrictEqual(
		{ from, to, complete, partsTotal, partsReceived, missingParts, verified },
		{
			from: `+${PHONE}`,
			to: `+${NUMBER}`,
			complete: true,
			partsTotal: 3,
			partsReceived: 3,
			missingParts: [],
			verified: true,
		},
	);
}
