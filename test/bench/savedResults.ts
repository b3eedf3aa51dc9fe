import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';

import { pageOf } from './report/page';
import type { Results } from './results';

const docs = join(__dirname, '..', '..', 'docs');
const PAGE = join(docs, 'benchmarks.md');
/** Beside the page, so that one part can be measured again and the page written anew. */
const DATA = join(docs, 'benchmarks.json');

/** Raised when {@link Results} change so that older ones cannot be shown any more. */
const FORM = 2;

/** What was found before; nothing where nothing was, or where it has another form. */
export function kept(): Results {
	if (!existsSync(DATA)) return {};
	const { form, ...results } = JSON.parse(readFileSync(DATA, 'utf8')) as Results & {
		form?: number;
	};
	return form === FORM ? results : {};
}

export async function keep(results: Results): Promise<void> {
	const settings = { parser: 'json', useTabs: true, printWidth: 100 };
	writeFileSync(DATA, await format(JSON.stringify({ form: FORM, ...results }, rounded), settings));
	writeFileSync(PAGE, pageOf(results));
}

/** More digits than were measured only make the file long. */
function rounded(_key: string, value: unknown): unknown {
	return typeof value === 'number' ? Number(value.toPrecision(6)) : value;
}
