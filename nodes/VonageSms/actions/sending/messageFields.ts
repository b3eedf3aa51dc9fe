import type { ItemReader } from '../itemReader';
import type { Outgoing } from './message';

/** Seconds that Vonage keeps trying to deliver (SMS API 1.5.1, Messages API 1.20.0). */
const ttlOfSms = { label: 'Time to Live', min: 20, max: 604_800, integer: true, unit: 'seconds' };
const ttlOfMms = { ...ttlOfSms, min: 300, max: 259_200 };

/** Longest client reference that either API accepts. */
const longestReference = 100;

/** Longest callback URL of the SMS API. */
const longestCallback = 100;

/** @throws NodeOperationError for a value that Vonage would not accept */
export function readFields(
	item: ItemReader,
	api: Outgoing['api'],
	isMms: boolean,
): Pick<Outgoing, 'fields' | 'signed'> {
	const fields = item.collection('additionalFields');
	const clientRef = fields.text('clientRef');
	if (clientRef !== undefined && clientRef.length > longestReference) {
		throw item.refuse(
			`'Client Reference' has ${clientRef.length} characters, but Vonage accepts at most ${longestReference}. Shorten it.`,
		);
	}
	const isSmsApi = api === 'sms';
	return {
		signed: isSmsApi && (fields.flag('signRequest') ?? false),
		fields: {
			accountRef: fields.text('accountRef'),
			callback: readCallback(item, fields.text('callbackUrl'), isSmsApi),
			clientRef,
			contentId: fields.text('contentId'),
			entityId: fields.text('entityId'),
			messageClass: isSmsApi
				? fields.number('messageClass', { label: 'Message Class', min: 0, max: 3, integer: true })
				: undefined,
			poolId: fields.text('poolId'),
			protocolId: isSmsApi
				? fields.number('protocolId', { label: 'Protocol ID', min: 0, max: 255, integer: true })
				: undefined,
			statusReportReq: fields.flag('statusReport'),
			trustedNumber: fields.flag('trustedNumber'),
			ttl: fields.number('ttl', isMms ? ttlOfMms : ttlOfSms),
		},
	};
}

function readCallback(
	item: ItemReader,
	url: string | undefined,
	isSmsApi: boolean,
): string | undefined {
	if (url === undefined) return undefined;
	if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
		throw item.refuse(
			"'Delivery Receipt URL' isn't a valid URL. Enter the full URL, such as https://n8n.example.com/webhook/….",
		);
	}
	if (isSmsApi && url.length > longestCallback) {
		throw item.refuse(
			`'Delivery Receipt URL' has ${url.length} characters, but the SMS API accepts at most ${longestCallback}. Use a shorter URL, set the URL for the whole account in the Vonage dashboard, or send through the Messages API.`,
		);
	}
	return url;
}
