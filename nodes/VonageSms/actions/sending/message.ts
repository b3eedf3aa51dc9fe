import type { ItemReader } from '../itemReader';
import type { SmsApiMessage } from '../../vonage/sms';
import { readBinary, readEncodedText } from './content';
import type { BinaryContent } from './content';
import type { EncodedText, EncodingChoice } from './encoding';
import { readFields } from './messageFields';
import { readMms } from './mms';
import type { MmsContent } from './mms';
import { readRecipient, readSender } from './parties';
import { readQuietHours } from './quietHours';
import type { QuietHours } from './quietHours';
import type { SendOperation } from './parties';

/** A message read from the parameters of one item, checked and ready to be sent. */
export interface Outgoing {
	kind: 'message';
	api: 'sms' | 'messages';
	/** Digits without `+`, or a sender ID: as Vonage accepts it. */
	from: string;
	/** E.164 with `+` for a number. */
	shownFrom: string;
	/** Digits without `+`. */
	to: string;
	content: EncodedText | BinaryContent | MmsContent;
	encodingChoice: EncodingChoice;
	fields: Omit<SmsApiMessage, 'from' | 'to' | 'content'>;
	/** Whether the request is signed with the signature secret (SMS API only). */
	signed: boolean;
	/** Whether the recipient must not be in the register of opt-outs. */
	checksRegister: boolean;
	quietHours: QuietHours | null;
	/** Milliseconds to wait for Vonage's answer. */
	timeoutMs: number | undefined;
}

/** An item whose recipient opted out, so nothing is sent. */
export interface Skipped {
	kind: 'skipped';
	reason: string;
	/** Who would have received the message and who would have sent it, where the item says so. */
	to: string | null;
	from: string | null;
}

/**
 * Reads and checks the message of one item. Whether the item is skipped is decided first: nothing else in it needs to
 * be right then.
 *
 * @param amend adds to the text what the node itself says
 * @throws NodeOperationError with the item's index, naming the parameter that is wrong; nothing has been sent
 */
export function readMessage(
	item: ItemReader,
	operation: SendOperation,
	amend?: (text: string) => string,
): Outgoing | Skipped {
	const options = item.collection('options');
	if (respectsOptOut(options.text('respectOptOut')) && item.json.optOut === true) {
		return {
			kind: 'skipped',
			reason: 'The sender of this message has opted out',
			to: stringOrNull(item.json.from),
			from: stringOrNull(item.json.to),
		};
	}
	const country = options.text('defaultCountry');
	const sender = readSender(item, operation, country);
	const to = readRecipient(item, operation, country);
	const api = item.text('api') === 'messages' ? 'messages' : 'sms';
	const encodingChoice = choiceOf(options.text('encoding'));
	const content = readContent(item, api, {
		parameter: operation === 'sendAndWait' ? 'message' : 'text',
		amend,
		choice: encodingChoice,
		smart: options.flag('smartEncoding') ?? false,
		maxSegments: options.number('maxSegments', {
			label: 'Maximum Segments',
			min: 1,
			max: 255,
			integer: true,
		}),
	});
	const { signed, fields } = readFields(item, api, content.kind === 'mms');
	return {
		kind: 'message',
		api,
		from: sender.wire,
		shownFrom: sender.shown,
		to,
		content,
		encodingChoice,
		fields,
		signed,
		quietHours: operation === 'sendAndWait' ? null : readQuietHours(item),
		checksRegister: options.text('respectOptOut') === 'register',
		timeoutMs: options.number('timeout', { label: 'Timeout', min: 1, unit: 'milliseconds' }),
	};
}

/** Not set: off. `true` and `false` may come from expressions. */
function respectsOptOut(choice: string | undefined): boolean {
	return choice === 'item' || choice === 'register' || choice === 'true';
}

function stringOrNull(value: unknown): string | null {
	return typeof value === 'string' && value !== '' ? value : null;
}

function choiceOf(value: string | undefined): EncodingChoice {
	return value === 'gsm7' || value === 'unicode' ? value : 'auto';
}

function readContent(
	item: ItemReader,
	api: Outgoing['api'],
	how: Parameters<typeof readEncodedText>[1],
): Outgoing['content'] {
	if (api === 'sms') {
		return item.text('messageType') === 'binary' ? readBinary(item) : readEncodedText(item, how);
	}
	return item.text('channel') === 'mms' ? readMms(item) : readEncodedText(item, how);
}
