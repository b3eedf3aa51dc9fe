import type { CredentialReference, N8n } from '../../n8n';
import { NUMBER, TRIGGER } from '../workflows';
import { inOurNodes, setUpExample } from './example';

/** Imports the example that answers by keyword and sets it up, unpublished; resolves with the workflow's id. */
export async function importAutoReply(n8n: N8n, vonage: CredentialReference): Promise<string> {
	const example = setUpExample('auto-reply-keywords', {
		credentials: inOurNodes(vonage),
		parameters: { [TRIGGER]: { numbers: [NUMBER] } },
	});
	const { id } = await n8n.createWorkflow(example);
	return id;
}
