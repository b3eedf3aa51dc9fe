import type { INodeParameters } from 'n8n-workflow';

import { readSettings } from '../../../nodes/VonageSms/trigger/settings';
import { VonageSmsTrigger } from '../../../nodes/VonageSms/VonageSmsTrigger.node';
import { hookContext } from '../contexts';
import { CREDENTIAL, PARAMETERS } from './webhookServer';

const nodeType = new VonageSmsTrigger();

function settingsOf(parameters: INodeParameters) {
	return readSettings(
		hookContext({
			nodeType,
			parameters: { ...PARAMETERS, ...parameters },
			credential: CREDENTIAL,
		}),
	);
}

describe('the settings of the trigger', () => {
	test('have the defaults that the editor shows', () => {
		expect(settingsOf({})).toMatchObject({
			events: ['message'],
			applicationId: '',
			signatureCheck: 'enforce',
			allowedIps: null,
			maxWebhookAge: 0,
			concurrency: 20,
			reassembly: {
				partTimeout: 600,
				deduplicationHours: 48,
				onIncomplete: 'emit',
				onePerSender: false,
				afterCrash: 'leave',
				dispatcherTimeout: 900,
			},
			item: { payloadFormat: 'auto', output: 'simplified', escapeFormulas: false },
		});
	});

	test.each<[string, unknown, string]>([
		['maxWebhookAge', 'soon', "'Maximum Webhook Age"],
		['maxWebhookAge', '={{ Number("x") }}', "'Maximum Webhook Age"],
		['maxWebhookAge', '={{ undefined }}', "'Maximum Webhook Age"],
		['maxWebhookAge', '={{ null }}', "'Maximum Webhook Age"],
		['maxWebhookAge', '={{ [60] }}', "'Maximum Webhook Age"],
		['maxWebhookAge', -1, "'Maximum Webhook Age"],
		['partTimeout', 'ten minutes', "'Part Timeout"],
		['partTimeout', 0, "'Part Timeout"],
		['deduplicationHours', '', "'Deduplication"],
		['concurrency', 0, "'Concurrent Executions'"],
		['onIncomplete', 'keep', "'Incomplete Messages'"],
		['afterCrash', 'retry', "'After a Crash'"],
		['output', 'everything', "'Output'"],
		['payloadFormat', 'utf9', "'Payload Format'"],
		['allowedIps', '203.0.113.0/99', "'Allowed IP Addresses'"],
	])('reject %s = %j and name the option', (name, value, displayed) => {
		expect(() => settingsOf({ options: { [name]: value as string } })).toThrow(displayed);
	});

	test("round 'Concurrent Executions' down, because a store rejects half a message", () => {
		expect(settingsOf({ options: { concurrency: 1.5 } }).concurrency).toBe(1);
	});

	test.each<[INodeParameters, string[] | null]>([
		[
			{ registration: 'number', numbers: ['447700900001', '447700900002'] },
			['447700900001', '447700900002'],
		],
		[
			{ registration: 'number', numbers: '447700900001, 00447700900002' },
			['447700900001', '447700900002'],
		],
		[{ registration: 'account' }, null],
		[{ registration: 'manual' }, null],
	])("contain the account's own numbers that are served by %j", (parameters, numbers) => {
		expect(settingsOf(parameters).serves).toEqual({ numbers, receipts: false });
		const both = { ...parameters, events: ['message', 'deliveryReceipt'] };
		expect(settingsOf(both).serves).toEqual({ numbers, receipts: true });
		const receipts = { ...parameters, events: ['deliveryReceipt'] };
		expect(settingsOf(receipts).serves).toEqual({ numbers: [], receipts: true });
	});

	test.each<[unknown, number]>([
		[300, 300],
		['300', 300],
		['={{ 5 * 60 }}', 300],
		['={{ "300" }}', 300],
		[0, 0],
	])('read the webhook age %j', (value, seconds) => {
		const options = { maxWebhookAge: value as string };
		expect(settingsOf({ options }).maxWebhookAge).toBe(seconds);
	});

	test.each<[INodeParameters, string[]]>([
		[{ events: ['message', 'deliveryReceipt'] }, ['message', 'deliveryReceipt']],
		[{ events: '={{ "deliveryReceipt, message" }}' }, ['message', 'deliveryReceipt']],
		[{ events: '={{ ["deliveryReceipt"] }}' }, ['deliveryReceipt']],
	])('read the events of %j', (parameters, events) => {
		expect(settingsOf(parameters).events).toEqual(events);
	});

	test('contain the application only if the trigger listens to one, without surrounding white space', () => {
		const application = { __rl: true, mode: 'id', value: ' 78d335fa-323d-0114-9c3d-d6f0d48968cf ' };
		expect(settingsOf({ registration: 'application', application }).applicationId).toBe(
			'78d335fa-323d-0114-9c3d-d6f0d48968cf',
		);
		expect(settingsOf({ registration: 'number', application }).applicationId).toBe('');
	});
});
