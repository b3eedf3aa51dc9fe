import { readN8nAnswer } from '../../../nodes/VonageSms/questions/resume/n8nAnswer';
import { resumeAddresses } from '../../../nodes/VonageSms/questions/resume/addresses';

const ROUND = 'round-1';
const NO_ACTION = '<html><body><h1>No action required</h1></body></html>';

describe('the answer of n8n to a resume', () => {
	it.each([
		[200, { vonageSmsQuestions: 'complete', round: ROUND }, { kind: 'ours', verdict: 'complete' }],
		[200, { vonageSmsQuestions: 'kept', round: ROUND }, { kind: 'ours', verdict: 'kept' }],
		[200, { vonageSmsQuestions: 'refused', round: ROUND }, { kind: 'ours', verdict: 'refused' }],
		[409, { message: 'The execution "7" is running already.' }, { kind: 'running' }],
		[409, { message: 'The execution "7" has finished with error.' }, { kind: 'gone' }],
		[409, { message: 'The execution "7 has finished already.' }, { kind: 'gone' }],
		[404, { message: 'The execution "7" does not exist.' }, { kind: 'gone' }],
		[404, { code: 404, message: 'Could not find node to process webhook.' }, { kind: 'gone' }],
		[500, { message: 'There was a problem executing the workflow' }, { kind: 'failed' }],
		[401, { error: 'Invalid token' }, { kind: 'unauthorized' }],
		[503, { code: 503, message: 'Database is not ready!' }, { kind: 'starting' }],
	])('%i %j', (status, body, meaning) => {
		expect(readN8nAnswer(status, JSON.stringify(body), ROUND)).toEqual(meaning);
	});

	it.each([
		[200, NO_ACTION, { kind: 'gone' }],
		[200, 'n8n is starting up. Please wait', { kind: 'starting' }],
		[404, '<pre>Cannot POST /webhook-waiting/7/node</pre>', { kind: 'unserved', what: 'HTTP 404' }],
		[502, 'Bad Gateway', { kind: 'unserved', what: 'HTTP 502' }],
		[504, '', { kind: 'unserved', what: 'HTTP 504' }],
		[301, '', { kind: 'unserved', what: 'HTTP 301' }],
		// A page from something else at this address.
		[200, '<html>Welcome to nginx</html>', { kind: 'unserved', what: 'HTTP 200' }],
	])('%i %s', (status, body, meaning) => {
		expect(readN8nAnswer(status, body, ROUND)).toEqual(meaning);
	});

	it('counts as ours only for the resumed round', () => {
		const body = JSON.stringify({ vonageSmsQuestions: 'complete', round: 'round-2' });
		expect(readN8nAnswer(200, body, ROUND)).toEqual({ kind: 'unserved', what: 'HTTP 200' });
	});
});

describe('the addresses at which n8n can be resumed', () => {
	const signed = 'https://n8n.example.com/webhook-waiting/7/node?round=1&signature=abc';
	const path = '/webhook-waiting/7/node?round=1&signature=abc';

	it.each([
		[{}, `http://127.0.0.1:5678${path}`],
		[{ N8N_PORT: '8080' }, `http://127.0.0.1:8080${path}`],
		[{ N8N_LISTEN_ADDRESS: '0.0.0.0' }, `http://127.0.0.1:5678${path}`],
		[{ N8N_LISTEN_ADDRESS: '::' }, `http://127.0.0.1:5678${path}`],
		[{ N8N_LISTEN_ADDRESS: '10.0.0.7' }, `http://10.0.0.7:5678${path}`],
		[{ N8N_LISTEN_ADDRESS: '::1' }, `http://[::1]:5678${path}`],
		[{ N8N_PROTOCOL: 'https', N8N_PORT: '443' }, `https://127.0.0.1:443${path}`],
	])('start with this process: %j', (settings, local) => {
		expect(resumeAddresses(signed, settings)).toEqual([local, signed]);
	});

	it('are only one if the public URL is this process', () => {
		const own = `http://127.0.0.1:5678${path}`;
		expect(resumeAddresses(own, {})).toEqual([own]);
	});
});
