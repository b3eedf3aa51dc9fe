import { NodeOperationError } from 'n8n-workflow';
import { readVonageCredential } from '../vonage';
import type { Failure } from './failures';
import { isForeign, type Holder, type Ledger } from './ledger';
import type { Destination, WebhookKind } from './parameters';
import type { RegistrationContext } from './registrationContext';
import { isLoopback, originOf, shownUrl, whyNotPublic } from './urls';
import { labelOf, type WebhookOwner } from './webhookOwners';

/**
 * @param url the webhook URL of this node
 * @throws NodeOperationError if Vonage can't call it
 */
export async function requirePublicUrl(
	{ context }: RegistrationContext,
	url: string,
): Promise<void> {
	const { restUrl } = await readVonageCredential(context);
	// A simulator on this machine can reach every URL that this machine can.
	if (URL.canParse(restUrl) && isLoopback(new URL(restUrl).hostname)) return;
	const reason = whyNotPublic(url);
	if (reason === null) return;
	throw new NodeOperationError(
		context.getNode(),
		`Vonage can't reach this n8n: its webhook URLs start with ${originOf(url)}, and ${reason}. Set N8N_WEBHOOK_URL (WEBHOOK_URL in n8n 1) to n8n's public https URL (on a laptop: the URL of a tunnel) and restart n8n.`,
	);
}

/**
 * The webhooks that can be registered at the destination.
 *
 * @throws NodeOperationError if there are none
 */
export function possibleKinds(
	{ context }: RegistrationContext,
	destination: Destination,
	kinds: readonly WebhookKind[],
): WebhookKind[] {
	const possible = kinds.filter((kind) => destination.kind !== 'number' || kind === 'inbound');
	if (possible.length > 0) return possible;
	throw new NodeOperationError(
		context.getNode(),
		kinds.length === 0 ? "Choose at least one event in 'Trigger On'." : RECEIPTS_ADVICE,
	);
}

/** Warns if delivery receipts are selected together with messages, but single numbers can't send receipts. */
export function warnOfMissingReceipts(
	{ context }: RegistrationContext,
	destination: Destination,
	kinds: readonly WebhookKind[],
): void {
	if (destination.kind !== 'number' || !kinds.includes('status')) return;
	context.logger.warn(`${context.getNode().name}: ${RECEIPTS_ADVICE}`);
}

const RECEIPTS_ADVICE =
	"Vonage can't send delivery receipts for single numbers. Set 'Receive From' to Whole Account or Application, or enter this trigger's URL as 'Delivery Receipt URL' when sending.";

/** Owners that aren't on the account or can't be registered. */
export function ineligible(names: readonly string[], owners: readonly WebhookOwner[]): Failure[] {
	return names.flatMap((name) => {
		const owner = owners.find((candidate) => candidate.name === name);
		if (!owner) return [{ label: labelOf(name), ...absence(name) }];
		if (owner.ineligible === null) return [];
		return [
			{
				label: owner.label,
				reason: owner.ineligible,
				next: 'Choose a different one in this node, or change it in the Vonage dashboard.',
			},
		];
	});
}

function absence(name: string): Pick<Failure, 'reason' | 'next'> {
	const spelling = name.startsWith('number/')
		? ' Enter numbers with their country code, such as +447700900123.'
		: '';
	return {
		reason: 'is not on this account',
		next: `Choose one from the list, or use the credential of the account that has it.${spelling}`,
	};
}

/** Places that another system or workflow already uses. */
export function conflicts(
	claims: readonly { owner: WebhookOwner; ledger: Ledger | null; current: string | null }[],
	holder: Holder,
): Failure[] {
	return claims.flatMap(({ owner, ledger, current }) =>
		isForeign(ledger, current, holder)
			? [
					{
						label: owner.label,
						reason: `already sends to ${shownUrl(current ?? '')}`,
						next: `Remove that URL in the Vonage dashboard, or set 'If Another Webhook Is Set' to Replace, which restores it when this workflow is unpublished.`,
					},
				]
			: [],
	);
}
