import { NodeOperationError } from 'n8n-workflow';
import type { IExecuteFunctions } from 'n8n-workflow';
import { isRecord } from '../../vonage/json';

const UNIT_MS: Record<string, number> = {
	seconds: 1000,
	minutes: 60_000,
	hours: 3_600_000,
	days: 86_400_000,
};

/**
 * When the wait ends: milliseconds since the epoch, null for no limit.
 *
 * @throws NodeOperationError for a date that cannot be read
 */
export function readDeadline(context: IExecuteFunctions, now: number): number | null {
	const given: unknown = context.getNodeParameter('limitWaitTime', 0, {});
	const values = isRecord(given) && isRecord(given.values) ? given.values : null;
	if (values === null) return null;
	if (values.limitType === 'atSpecifiedTime') {
		const date = new Date(String(values.maxDateAndTime ?? '')).getTime();
		if (!Number.isNaN(date)) return date;
		throw new NodeOperationError(
			context.getNode(),
			"'Max Date and Time' in 'Limit Wait Time' isn't a date. Use a format such as 2030-01-31T18:00:00.",
		);
	}
	return now + milliseconds(values.resumeAmount ?? 1, values.resumeUnit ?? 'hours');
}

/** A time span from a number and `seconds`, `minutes`, `hours` or `days`. */
export function milliseconds(amount: unknown, unit: unknown): number {
	const count = Number(amount);
	return (
		(Number.isFinite(count) ? Math.max(0, count) : 0) *
		(UNIT_MS[String(unit)] ?? UNIT_MS.hours ?? 0)
	);
}
