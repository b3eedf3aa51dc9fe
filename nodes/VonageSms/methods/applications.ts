import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import {
	listApplications,
	openSession,
	type Application,
	type RateLimiter,
	type VonageSession,
} from '../vonage';

/**
 * `searchApplications`: the account's applications whose name or ID contains the filter, or all of them page by
 * page.
 *
 * @param page from the previous result
 */
export async function searchApplications(
	this: ILoadOptionsFunctions,
	filter?: string,
	page?: string,
	limiter?: RateLimiter,
): Promise<INodeListSearchResult> {
	const session = await openSession(this, limiter);
	if (filter) return { results: (await allMatching(session, filter.toLowerCase())).map(entryOf) };
	const at = Number(page ?? 1);
	const { applications, pages } = await listApplications(session, at);
	return {
		results: applications.map(entryOf),
		...(at < pages && { paginationToken: String(at + 1) }),
	};
}

async function allMatching(session: VonageSession, filter: string): Promise<Application[]> {
	const found: Application[] = [];
	for (let at = 1; ; at++) {
		const { applications, pages } = await listApplications(session, at);
		found.push(
			...applications.filter(({ name, id }) => `${name} ${id}`.toLowerCase().includes(filter)),
		);
		if (at >= pages) return found;
	}
}

function entryOf({ id, name }: Application) {
	return { name, value: id, url: `https://dashboard.vonage.com/applications/${id}` };
}
