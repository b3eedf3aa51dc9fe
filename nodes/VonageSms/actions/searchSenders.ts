import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { listNumbers } from '../vonage/numbers';
import { openSession } from '../vonage/session';

/** The account's numbers that can send SMS, for the list of the field "From". */
export async function searchSenders(
	context: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	const wanted = filter.toLowerCase().replace(/[\s+-]/g, '');
	const numbers = await listNumbers(await openSession(context));
	return {
		results: numbers
			.filter(({ features }) => features.includes('SMS'))
			.map(({ msisdn, country, type }) => ({
				name: type === 'mobile-shortcode' ? `${msisdn} (${country})` : `+${msisdn} (${country})`,
				value: msisdn,
			}))
			.filter(({ name }) =>
				name
					.toLowerCase()
					.replace(/[\s+-]/g, '')
					.includes(wanted),
			),
	};
}
