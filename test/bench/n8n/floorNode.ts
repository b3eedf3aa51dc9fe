import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Type of the node as a workflow names it: n8n puts what lies in `N8N_CUSTOM_EXTENSIONS` under this prefix. */
export const FLOOR_TYPE = 'CUSTOM.benchFloor';

/**
 * A trigger that does nothing but what any has to: it answers 200, without an execution for a part that is not
 * the last, with one for everything else. What it looks at takes no time.
 */
const SOURCE = `
class BenchFloor {
	description = {
		displayName: 'Bench Floor',
		name: 'benchFloor',
		group: ['trigger'],
		version: 1.1,
		description: 'Answers, and does nothing',
		defaults: { name: 'Bench Floor' },
		inputs: [],
		outputs: ['main'],
		webhooks: [
			{ name: 'default', httpMethod: 'POST', responseMode: 'onReceived', path: 'floor' },
		],
		properties: [],
	};
	async webhook() {
		const body = this.getBodyData();
		if (body['concat-part'] !== body['concat-total']) return {};
		return { workflowData: [[{ json: body }]] };
	}
}
module.exports = { BenchFloor };
`;

/** A folder for `N8N_CUSTOM_EXTENSIONS` with that node in it. */
export function floorExtension(): string {
	const folder = mkdtempSync(join(tmpdir(), 'vonage-sms-bench-floor-'));
	writeFileSync(join(folder, 'BenchFloor.node.js'), SOURCE);
	return folder;
}
