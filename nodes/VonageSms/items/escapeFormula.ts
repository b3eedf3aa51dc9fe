/**
 * Text that no spreadsheet takes for a formula: an apostrophe, which spreadsheets hide, before the
 * characters that start one (OWASP, CSV injection).
 */
export function escapeFormula(text: string): string {
	return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}
