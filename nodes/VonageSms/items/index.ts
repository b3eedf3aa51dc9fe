import type { Message } from '../reassembly/types';
import { messageItem } from './messageItem';
import { receiptItem } from './receiptItem';
import { escapeFormulas } from './text';
import type { Item, ItemOptions } from './types';

export { isOptIn, isOptOut } from './text';
export type { Item, ItemOptions, MessageItem, ReceiptItem } from './types';

/** The n8n item of a message or delivery receipt: keys in a fixed order, each with values of one type. */
export function toItem(message: Message, options: ItemOptions): Item {
	const { inbound } = message.first;
	const item: Item =
		inbound.kind === 'receipt'
			? { json: receiptItem(message, inbound, options) }
			: messageItem(message, options);
	return options.escapeFormulas ? { ...item, json: escapeFormulas(item.json) } : item;
}
