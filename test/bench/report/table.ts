export type Cell = string | number | null;

/** A Markdown table; numbers stand to the right, null is an empty cell. */
export function table(head: string[], rows: Cell[][]): string {
	const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
	const align = head.map((_, column) =>
		rows.length > 0 && rows.every((row) => looksNumeric(row[column] ?? null)) ? '---:' : '---',
	);
	return [line(head), line(align), ...rows.map((row) => line(row.map(text)))].join('\n');
}

function text(cell: Cell): string {
	return typeof cell === 'number' && !Number.isFinite(cell) ? '' : String(cell ?? '');
}

function looksNumeric(cell: Cell): boolean {
	return cell === null || typeof cell === 'number' || /^[-\d.,×%]+$/.test(cell.replace(/\s/g, ''));
}

/** Three significant digits, thousands apart: `0.182`, `4.31`, `76.2`, `12,400`. */
export function figure(value: number | null): string | null {
	if (value === null || !Number.isFinite(value)) return null;
	const rounded = Number(value.toPrecision(3));
	return rounded.toLocaleString('en-US', { maximumFractionDigits: 3 });
}

/** A figure within a sentence. */
export function inWords(value: number | null): string {
	return figure(value) ?? 'not measured';
}

/** `1.24 ×`; `not measured` where the clock of a short run was too coarse for a ratio. */
export function times(ratio: number): string;
export function times(ratio: number | null): string | null;
export function times(ratio: number | null): string | null {
	if (ratio === null) return null;
	const value = figure(ratio);
	return value === null ? 'not measured' : `${value} ×`;
}

export function megabytes(bytes: number): string | null {
	return Number.isFinite(bytes) ? `${count(Math.round(bytes / 1e6))} MB` : null;
}

/** All digits, thousands apart: `1,000,000`. */
export function count(value: number): string | null {
	return Number.isFinite(value) ? value.toLocaleString('en-US') : null;
}

/** Of a share from 0 to 1. */
export function percent(share: number): string | null {
	return Number.isFinite(share) ? `${figure(100 * share)} %` : null;
}

export function yesNo(right: boolean | null): string | null {
	return right === null ? null : right ? 'yes' : '**no**';
}
