import type { AxeResults } from 'axe-core';
import { source } from 'axe-core';
import type { Page } from 'playwright-core';

declare const axe: { run(): Promise<AxeResults> };

/** Axe's results: each violation with its elements. */
export async function faults(page: Page): Promise<string[]> {
	await page.evaluate(source);
	const { violations } = await page.evaluate(async () => await axe.run());
	return violations.map(
		({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
	);
}
