import {
	findApplication,
	findNumbers,
	readAccountUrls,
	setAccountUrls,
	setApplicationUrls,
	setInboundUrl,
	type Application,
	type VirtualNumber,
	type VonageRefusal,
	type VonageSession,
} from '../vonage';
import type { Destination, WebhookKind } from './parameters';

/** Something that has webhook URLs at Vonage: a number, the account, or an application. */
export interface WebhookOwner {
	/** Name in the notes: `number/447700900001`, `account`, `application/<id>`. */
	readonly name: string;
	/** For messages: `number 447700900001`. */
	readonly label: string;
	/** Why it can't be registered, following its label in a sentence; null if it can. */
	readonly ineligible: string | null;
	/** A warning when it's registered, following its label in a sentence; null for none. */
	readonly caution: string | null;
	/** Its current URLs, null for none. Kinds that it can't have are missing. */
	readonly urls: Readonly<Partial<Record<WebhookKind, string | null>>>;
	/** Whether Vonage accepts its URLs only all together. */
	readonly inPairs: boolean;
	/**
	 * Sets URLs (null removes one) and leaves all other settings unchanged.
	 *
	 * @returns Vonage's refusal, null on success
	 * @throws VonageUnreachable
	 */
	put(urls: Partial<Record<WebhookKind, string | null>>): Promise<VonageRefusal | null>;
}

/** The names of a destination's owners; none for `manual`. */
export function ownerNames(destination: Destination): string[] {
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

/** The kinds of URLs that an owner of this name can have. */
export function kindsOf(name: string): readonly WebhookKind[] {
	return name.startsWith('number/') ? ['inbound'] : ['inbound', 'status'];
}

/** The label for a name, for messages. */
export function labelOf(name: string): string {
	return name === 'account' ? 'the account' : name.replace('/', ' ');
}

/**
 * The owners as Vonage has them now. Names that the account doesn't have are missing.
 *
 * @throws NodeApiError, VonageUnreachable, NodeOperationError
 */
export async function findOwners(
	session: VonageSession,
	names: readonly string[],
): Promise<WebhookOwner[]> {
	const numbers = idsOf(names, 'number');
	const found: WebhookOwner[] =
		numbers.length > 0
			? (await findNumbers(session, numbers)).map((number) => numberOwner(session, number))
			: [];
	for (const id of idsOf(names, 'application')) {
		const application = await findApplication(session, id);
		if (application) found.push(applicationOwner(session, application));
	}
	if (names.includes('account')) found.push(await accountOwner(session));
	return found;
}

function idsOf(names: readonly string[], kind: 'number' | 'application'): string[] {
	return names.flatMap((name) =>
		name.startsWith(`${kind}/`) ? [name.slice(kind.length + 1)] : [],
	);
}

/** In the Numbers API, numbers have no webhook for delivery receipts. */
function numberOwner(session: VonageSession, number: VirtualNumber): WebhookOwner {
	const name = `number/${number.msisdn}`;
	const application = number.settings.app_id;
	return {
		name,
		label: labelOf(name),
		ineligible: number.features.includes('SMS') ? null : "can't receive SMS",
		caution:
			application === undefined
				? null
				: `is linked to application ${application}: if 'Default SMS Setting' of your Vonage account is Messages API, its SMS go to that application and not to this workflow. In that case, set 'Receive From' to Application`,
		urls: { inbound: number.inboundUrl },
		inPairs: false,
		put: async ({ inbound }) =>
			inbound === undefined ? null : await setInboundUrl(session, number, inbound),
	};
}

async function accountOwner(session: VonageSession): Promise<WebhookOwner> {
	const { inbound, status } = await readAccountUrls(session);
	return {
		name: 'account',
		label: labelOf('account'),
		ineligible: null,
		caution: null,
		urls: { inbound, status },
		inPairs: false,
		put: async (urls) => await setAccountUrls(session, urls),
	};
}

function applicationOwner(session: VonageSession, application: Application): WebhookOwner {
	const { messages } = application;
	return {
		name: `application/${application.id}`,
		label: `application "${application.name}"`,
		ineligible:
			(messages?.version ?? 'v1') === 'v1'
				? null
				: `uses webhook version ${messages?.version}: set its Messages capability to v1 in the Vonage dashboard`,
		caution: null,
		urls: { inbound: messages?.inbound ?? null, status: messages?.status ?? null },
		inPairs: true,
		put: async (urls) => await setApplicationUrls(session, application, urls),
	};
}
