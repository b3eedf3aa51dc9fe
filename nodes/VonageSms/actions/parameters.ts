import { NodeOperationError } from 'n8n-workflow';
import type { IExecuteFunctions } from 'n8n-workflow';
import { isRecord } from '../vonage/json';

/** The values that a user set in one collection of an item, read by type. */
export interface Collection {
	/** Undefined for what is not set or blank. */
	text(name: string): string | undefined;
	/** Undefined for what is not set or blank; text that is a number counts as one. */
	number(name: string): number | undefined;
	/** Undefined for what is not set. */
	flag(name: string): boolean | undefined;
}

export function readCollection(
	context: IExecuteFunctions,
	collection: string,
	itemIndex: number,
): Collection {
	const values: unknown = context.getNodeParameter(collection, itemIndex, {});
	const text = (name: string): string | undefined => {
		const value = isRecord(values) ? values[name] : undefined;
		if (typeof value !== 'string' && typeof value !== 'number') return undefined;
		return String(value).trim() || undefined;
	};
	return {
		text,
		number: (name) => {
			const value = text(name);
			return value === undefined || Number.isNaN(Number(value)) ? undefined : Number(value);
		},
		flag: (name) => {
			const value = isRecord(values) ? values[name] : undefined;
			return value === undefined ? undefined : value === true || value === 'true';
		},
	};
}

/** A parameter as text, empty where it has no value. Expressions may give numbers for what is a phone number. */
export function readText(context: IExecuteFunctions, name: string, itemIndex: number): string {
	// Only the sender is a resource locator.
	const value = context.getNodeParameter(name, itemIndex, '', { extractValue: name === 'from' });
	return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/**
 * The error for an item that can't be processed as it is; nothing has been sent.
 *
 * @param what what is wrong with which parameter
 * @param advice what to do
 */
export function refuseItem(
	context: IExecuteFunctions,
	itemIndex: number,
	what: string,
	advice: string,
): NodeOperationError {
	const message = [what, advice].map((clause) => clause.replace(/([^.!?])$/, '$1.')).join(' ');
	return new NodeOperationError(context.getNode(), message, { itemIndex });
}
