import { itemsOf, type N8n } from '../n8n';
import type { Simulator } from '../simulator';
import type { TypedMedia } from '../simulator/phone/typedSms';
import { startSeeingModel } from './examples/languageModel';
import { useStage } from './stage';
import {
	AFTER,
	createVonageCredential,
	NUMBER,
	PHONE,
	TRIGGER,
	triggerNode,
	triggerWorkflow,
} from './workflows';

/** The smallest PNG: one transparent pixel. */
const PIXEL =
	'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';

const picture = (changes: Partial<TypedMedia> = {}): TypedMedia => ({
	type: 'image',
	name: 'dog.png',
	mimeType: 'image/png',
	bytes: PIXEL,
	...changes,
});

describe('pictures on a real n8n', () => {
	let simulator: Simulator;
	let n8n: N8n;

	useStage((stage) => ({ n8n, simulator } = stage));

	test('attachments become binary properties, and one that is gone does not stop the message', async () => {
		const { credential, parameters } = await useMms();
		const workflow = await n8n.createWorkflow(triggerWorkflow(credential, parameters));
		await n8n.publish(workflow.id);

		await simulator.sendInbound({
			from: PHONE,
			to: NUMBER,
			content: {
				text: 'My dog',
				media: [
					picture({ caption: 'Rex' }),
					picture({ type: 'vcard', name: 'me.vcf', mimeType: 'text/vcard', bytes: 'QkVHSU4=' }),
				],
			},
		});
		const [first] = await n8n.waitForExecutions(workflow.id, 1);
		const [item] = first ? itemsOf(first, AFTER) : [];
		expect(item?.json).toMatchObject({
			type: 'mms',
			text: 'My dog',
			media: [
				{ type: 'image', name: 'dog.png', caption: 'Rex', error: null },
				{ type: 'vcard', name: 'me.vcf', caption: null, error: null },
			],
		});
		expect(item?.binary).toMatchObject({
			media0: { mimeType: 'image/png', fileType: 'image', fileName: 'dog.png' },
			media1: { mimeType: 'text/vcard', fileName: 'me.vcf' },
		});

		const media = [picture({ expired: true })];
		await simulator.sendInbound({ from: PHONE, to: NUMBER, content: { media } });
		const second = (await n8n.waitForExecutions(workflow.id, 2)).find(({ id }) => id !== first?.id);
		const [gone] = second ? itemsOf(second, AFTER) : [];
		expect(gone?.json).toMatchObject({
			type: 'mms',
			media: [{ error: 'The file no longer exists (HTTP 404). Vonage keeps files for 48 hours' }],
		});
		expect(gone?.binary).toBeUndefined();
		await n8n.unpublish(workflow.id);
	});

	test('an AI agent sees the picture', async () => {
		const { credential, parameters } = await useMms();
		const model = await startSeeingModel();
		const openAiApi = await n8n.createCredential({
			name: 'OpenAI',
			type: 'openAiApi',
			data: { apiKey: 'none', url: model.url },
		});
		const workflow = await n8n.createWorkflow({
			name: 'Agent',
			nodes: [
				triggerNode(credential, parameters),
				{
					name: 'Agent',
					type: '@n8n/n8n-nodes-langchain.agent',
					typeVersion: 2.2,
					parameters: { options: { passthroughBinaryImages: true } },
				},
				{
					name: 'Model',
					type: '@n8n/n8n-nodes-langchain.lmChatOpenAi',
					typeVersion: 1.2,
					parameters: { model: { __rl: true, mode: 'id', value: 'any' }, options: {} },
					credentials: { openAiApi },
				},
			],
			connections: {
				[TRIGGER]: { main: [[{ node: 'Agent', type: 'main', index: 0 }]] },
				Model: { ai_languageModel: [[{ node: 'Agent', type: 'ai_languageModel', index: 0 }]] },
			},
		});
		await n8n.publish(workflow.id);
		const content = { text: 'What is this?', media: [picture()] };
		await simulator.sendInbound({ from: PHONE, to: NUMBER, content });
		const [execution] = await n8n
			.waitForExecutions(workflow.id, 1)
			.finally(async () => await model.close());
		const [answer] = execution ? itemsOf(execution, 'Agent') : [];
		expect(answer?.json.output).toContain('image_url');
	});

	/** The number receives MMS through an application that secures its media. */
	async function useMms() {
		const [application] = simulator.applications;
		if (!application) throw new Error('The simulator has no application');
		simulator.account.smsSetting = 'messages';
		application.capabilities.messages = {
			version: 'v1',
			webhooks: {},
			authenticate_inbound_media: true,
		};
		const number = simulator.numbers.find(({ msisdn }) => msisdn === NUMBER);
		if (number) number.app_id = application.id;
		const credential = await createVonageCredential(n8n, simulator, {
			applicationId: application.id,
			privateKey: simulator.privateKey,
		});
		const value = { __rl: true, mode: 'id', value: application.id };
		return { credential, parameters: { registration: 'application', application: value } };
	}
});
