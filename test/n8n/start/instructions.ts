import { ownerLogin } from '..';
import type { Playground } from './playground';

/** The output of `npm start`: URLs, first steps, and the values for a credential. */
export function describePlayground({ n8n, simulator, workflowId }: Playground): string[] {
	const { account } = simulator;
	const workflow = `${n8n.url}/workflow/${workflowId}`;
	return [
		'',
		`Phone      ${simulator.url}`,
		`n8n        ${n8n.url}`,
		`           sign in with ${ownerLogin.email} and the password ${ownerLogin.password}`,
		`Workflow   ${workflow}  "SMS inbox", published`,
		`n8n's log  ${n8n.logFile}`,
		'',
		'What to do first',
		'  1. Open the phone page and send a text. The link below it opens the execution that it started.',
		`  2. View all executions: ${workflow}/executions`,
		'  3. Practice the setup: in n8n, create a "Vonage SMS API" credential with these values,',
		'     then follow "Your first SMS" in README.md from step 4.',
		'',
		`     API Key           ${account.apiKey}`,
		`     API Secret        ${account.apiSecret}`,
		`     Signature Secret  ${account.signatureSecret}`,
		`     REST URL          ${simulator.restUrl}`,
		`     API URL           ${simulator.apiUrl}`,
		'',
		"     They're also on the phone page, with the application ID and private key for the Messages API.",
		'',
		'Press Ctrl-C to stop everything and delete all data, including your workflows.',
	];
}
