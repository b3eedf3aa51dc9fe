import type { IExecuteFunctions } from 'n8n-workflow';
import type { SmsApiMessage } from '../../vonage/sms';
import { readCollection, readText, refuseItem } from '../parameters';
import { readBinary, readEncodedText } from './content';
import type { BinaryContent } from './content';
import type { EncodedText, EncodingChoice } from './encoding';
import { readRecipient, readSender } from './parties';

/** A message read from the parameters of one item, checked and ready to go. */
export interface Outgoing {
	api: 'sms' | 'messages';
	/** Digits without `+`, or a name: as Vonage takes it. */
	from: string;
	/** E.164 with `+` where it is a number. */
	shownFrom: string;
	/** Digits without `+`. */
	to: string;
	content: EncodedText | BinaryContent;
	encodingChoice: EncodingChoice;
	fields: Omit<SmsApiMessage, 'from' | 'to' | 'content'>;
	/** Whether the request is signed with the signature secret (SMS API alone). */
	signed: boolean;
	/** Milliseconds to wait for Vonage's answer. */
	timeoutMs: number | undefined;
	/** The input item says that its sender opted out, and such items are to be left alone. */
	skip: boolean;
}

export type SendOperation = 'send' | 'reply' | 'sendAndWait';

/**
 * Reads and checks the message of one item.
 *
 * @param amend adds to the text what the node itself says
 * @throws NodeOperationError with the item's index, naming the parameter that is wrong; nothing has been sent
 */
export function readOutgoing(
	context: IExecuteFunctions,
	operation: SendOperation,
	itemIndex: number,
	amend?: (text: string) => string,
): Outgoing {
	const options = readCollection(context, 'options', itemIndex);
	const country = options.text('defaultCountry');
	const api = readText(context, 'api', itemIndex) === 'messages' ? 'messages' : 'sms';
	const encodingChoice = choiceOf(options.text('encoding'));
	const binary = api === 'sms' && readText(context, 'messageType', itemIndex) === 'binary';
	const { wire, shown } = readSender(context, operation, itemIndex, country);
	return {
		api,
		from: wire,
		shownFrom: shown,
		to: readRecipient(context, operation, itemIndex, country),
		content: binary
			? readBinary(context, itemIndex)
			: readEncodedText(context, itemIndex, {
					parameter: operation === 'sendAndWait' ? 'message' : 'text',
					amend,
					choice: encodingChoice,
					smart: options.flag('smartEncoding') ?? false,
					maxSegments: options.number('maxSegments'),
				}),
		encodingChoice,
		fields: readFields(context, itemIndex, api),
		signed:
			api === 'sms' &&
			(readCollection(context, 'additionalFields', itemIndex).flag('signRequest') ?? false),
		timeoutMs: options.number('timeout'),
		skip: (options.flag('respectOptOut') ?? false) && hasOptedOut(context, itemIndex),
	};
}

function choiceOf(value: string | undefined): EncodingChoice {
	return value === 'gsm7' || value === 'unicode' ? value : 'auto';
}

function readFields(
	context: IExecuteFunctions,
	itemIndex: number,
	api: Outgoing['api'],
): Outgoing['fields'] {
	const fields = readCollection(context, 'additionalFields', itemIndex);
	const callback = fields.text('callbackUrl');
	if (api === 'sms' && callback !== undefined && callback.length > 100) {
		throw refuseItem(
			context,
			itemIndex,
			`"Delivery Receipt URL" has ${callback.length} characters`,
			"The SMS API takes 100 at most. Use a shorter address, set the URL for the whole account in Vonage's dashboard, or send through the Messages API",
		);
	}
	return {
		accountRef: fields.text('accountRef'),
		callback,
		clientRef: fields.text('clientRef'),
		contentId: fields.text('contentId'),
		entityId: fields.text('entityId'),
		messageClass: fields.number('messageClass'),
		poolId: fields.text('poolId'),
		protocolId: fields.number('protocolId'),
		statusReportReq: fields.flag('statusReport'),
		trustedNumber: fields.flag('trustedNumber'),
		ttl: fields.number('ttl'),
	};
}

function hasOptedOut(context: IExecuteFunctions, itemIndex: number): boolean {
	return context.getInputData()[itemIndex]?.json.optOut === true;
}
