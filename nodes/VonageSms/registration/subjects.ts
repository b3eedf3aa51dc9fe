import {
	findApplication,
	findNumbers,
	readAccountUrls,
	setAccountUrls,
	setApplicationUrls,
	setInboundUrl,
	type Application,
	type VirtualNumber,
	type VonageSession,
} from '../vonage';
import type { Destination } from './parameters';
import type { Subject } from './subject';

/** The names of what a destination asks for; none for `manual`. */
export function subjectNames(destination: Destination): string[] {
	switch (destination.kind) {
		case 'number':
			return destination.msisdns.map((msisdn) => `number/${msisdn}`);
		case 'account':
			return ['account'];
		case 'application':
			return [`application/${destination.id}`];
		case 'manual':
			return [];
	}
}

/** For people: what a name stands for. */
export function labelOf(name: string): string {
	return name === 'account' ? 'the account' : name.replace('/', ' ');
}

/**
 * What stands at Vonage now. A name that the account does not have is missing from the answer.
 *
 * @throws NodeApiError, VonageUnreachable
 */
export async function findSubjects(
	session: VonageSession,
	names: readonly string[],
): Promise<Subject[]> {
	const numbers = idsOf(names, 'number');
	const found: Subject[] =
		numbers.length > 0
			? (await findNumbers(session, numbers)).map((number) => numberSubject(session, number))
			: [];
	for (const id of idsOf(names, 'application')) {
		const application = await findApplication(session, id);
		if (application) found.push(applicationSubject(session, application));
	}
	if (names.includes('account')) found.push(await accountSubject(session));
	return found;
}

function idsOf(names: readonly string[], kind: 'number' | 'application'): string[] {
	return names.flatMap((name) =>
		name.startsWith(`${kind}/`) ? [name.slice(kind.length + 1)] : [],
	);
}

/** The Numbers API has no webhook for receipts on a number. */
function numberSubject(session: VonageSession, number: VirtualNumber): Subject {
	const name = `number/${number.msisdn}`;
	return {
		name,
		label: labelOf(name),
		unfit: number.features.includes('SMS') ? null : 'cannot receive SMS',
		urls: { inbound: number.inboundUrl },
		inPairs: false,
		put: async ({ inbound }) =>
			inbound === undefined ? null : await setInboundUrl(session, number, inbound),
	};
}

async function accountSubject(session: VonageSession): Promise<Subject> {
	const { inbound, status } = await readAccountUrls(session);
	return {
		name: 'account',
		label: labelOf('account'),
		unfit: null,
		urls: { inbound, status },
		inPairs: false,
		put: async (urls) => await setAccountUrls(session, urls),
	};
}

function applicationSubject(session: VonageSession, application: Application): Subject {
	const { messages } = application;
	const name = `application/${application.id}`;
	return {
		name,
		label: `application "${application.name}"`,
		unfit:
			(messages?.version ?? 'v1') === 'v1'
				? null
				: `sends webhooks of version ${messages?.version}: set its Messages capability to v1 in the Vonage dashboard`,
		urls: { inbound: messages?.inbound ?? null, status: messages?.status ?? null },
		inPairs: true,
		put: async (urls) => await setApplicationUrls(session, application, urls),
	};
}
