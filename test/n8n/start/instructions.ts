import { ownerLogin } from '..';
import type { Playground } from './playground';

/** What `npm start` prints: where everything is, what to do first, and what a credential needs. */
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
		'  1. Open the phone and send a text. Below it, a link leads to the execution that it started.',
		`  2. See all executions: ${workflow}/executions`,
		'  3. Practice the setup: in n8n, create a credential of the type "Vonage SMS API" with these values,',
		'     then follow "Your first SMS" in README.md from step 4.',
		'',
		`     API Key           ${account.apiKey}`,
		`     API Secret        ${account.apiSecret}`,
		`     Signature Secret  ${account.signatureSecret}`,
		`     REST URL          ${simulator.restUrl}`,
		`     API URL           ${simulator.apiUrl}`,
		'',
		'     The phone page has them too, with the application ID and the private key for the Messages API.',
		'',
		'Ctrl-C stops everything and deletes what was made, your workflows included.',
	];
}
