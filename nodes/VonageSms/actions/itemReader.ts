import { NodeOperationError } from 'n8n-workflow';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { readPhoneNumber, visible } from '../phone';
import { isRecord } from '../vonage/json';
import { canRunLater } from './sending/laterRun';

/** The values set in one collection, by type. */
export interface Collection {
	/** Undefined if not set or blank. */
	text(name: string): string | undefined;
	/**
	 * Undefined if not set or blank. Accepts a number as text.
	 *
	 * @param range `label` names the parameter in the error
	 * @throws NodeOperationError if it isn't a number, is out of range, or isn't an integer where one is required
	 */
	number(name: string, range: NumberRange): number | undefined;
	/** Undefined if not set. */
	flag(name: string): boolean | undefined;
}

export interface NumberRange {
	label: string;
	min: number;
	max?: number;
	integer?: boolean;
	/** Follows the number in the error, such as "seconds". */
	unit?: string;
}

/** Reads the parameters of one input item. Each is read once: n8n evaluates an expression on every call. */
export class ItemReader {
	constructor(
		private readonly context: IExecuteFunctions,
		readonly itemIndex: number,
	) {}

	/** The JSON of the input item. */
	get json(): IDataObject {
		return this.context.getInputData()[this.itemIndex]?.json ?? {};
	}

	/** Time zone of the workflow. */
	get timeZone(): string {
		return this.context.getTimezone();
	}

	/** Whether the execution can wait, and run the node again then. */
	get canRunLater(): boolean {
		return canRunLater(this.context);
	}

	/** A parameter as text, empty if it has no value. Expressions may return numbers or booleans. */
	text(name: string): string {
		// n8n's own `extractValue` throws for parameters that the selected operation doesn't show.
		const value: unknown = this.context.getNodeParameter(name, this.itemIndex, '');
		return textOf(isRecord(value) ? value.value : value);
	}

	/** A parameter as it is. */
	value(name: string): unknown {
		return this.context.getNodeParameter(name, this.itemIndex, undefined);
	}

	collection(name: string): Collection {
		const values: unknown = this.context.getNodeParameter(name, this.itemIndex, {});
		const known = isRecord(values) ? values : {};
		const text = (field: string) => textOf(known[field]).trim() || undefined;
		return {
			text,
			number: (field, range) => {
				const value = text(field);
				return value === undefined ? undefined : this.inRange(value, range);
			},
			flag: (field) => {
				const value = known[field];
				return value === undefined ? undefined : value === true || value === 'true';
			},
		};
	}

	/**
	 * A phone number in E.164.
	 *
	 * @param what names the parameter in the error, such as "'To' in 'Escalation'"
	 * @param defaultCountry see `readPhoneNumber`
	 * @throws NodeOperationError for anything but one phone number
	 */
	phoneNumber(value: string, what: string, defaultCountry?: string): string {
		const reading = readPhoneNumber(value, defaultCountry);
		if (reading.kind === 'number') return reading.e164;
		throw this.refuse(
			`${what} isn't a valid phone number with its country code (${visible(value)}). Enter it as +447700900123.`,
		);
	}

	/**
	 * The error for an item that can't be sent; nothing has been sent.
	 *
	 * @param message what is wrong with which parameter, and what to do
	 */
	refuse(message: string): NodeOperationError {
		return new NodeOperationError(this.context.getNode(), message, { itemIndex: this.itemIndex });
	}

	private inRange(value: string, { label, min, max, integer, unit }: NumberRange): number {
		const number = Number(value);
		const fits = number >= min && number <= (max ?? Infinity);
		if (fits && (!integer || Number.isInteger(number))) return number;
		const kind = integer ? 'a whole number' : 'a number';
		const limits =
			max === undefined
				? `of at least ${min.toLocaleString('en-US')}`
				: `from ${min.toLocaleString('en-US')} to ${max.toLocaleString('en-US')}`;
		throw this.refuse(
			`'${label}' is ${value.slice(0, 30)}, but must be ${kind} ${limits}${unit ? ` (${unit})` : ''}.`,
		);
	}
}

function textOf(value: unknown): string {
	return ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : '';
}
