import { NodeOperationError } from 'n8n-workflow';
import { baseUrl } from '../vonage';
import type { Failure } from './failures';
import { isForeign, type Holder, type Ledger } from './ledger';
import type { Destination, Slot } from './parameters';
import { isLoopback, whyNotPublic } from './publicUrl';
import { shownUrl } from './shownUrl';
import type { Situation } from './situation';
import { labelOf } from './subjects';
import type { Subject } from './subject';

/**
 * @param url the webhook URL of this node
 * @throws NodeOperationError when Vonage could not call it
 */
export async function requirePublicUrl({ context }: Situation, url: string): Promise<void> {
	const api = await baseUrl(context, 'rest');
	// A Vonage on this machine, such as a simulator, reaches everything that this machine reaches.
	if (URL.canParse(api) && isLoopback(new URL(api).hostname)) return;
	const reason = whyNotPublic(url);
	if (reason === null) return;
	throw new NodeOperationError(
		context.getNode(),
		`Vonage cannot call this n8n at ${url}, because ${reason}`,
		{
			description:
				'Set the environment variable WEBHOOK_URL (N8N_WEBHOOK_URL in newer versions) of n8n to the address under which the internet reaches it, such as https://n8n.example.com/, and restart n8n. Behind a reverse proxy or a tunnel that is the address of the proxy or tunnel.',
		},
	);
}

/**
 * The webhooks that can be registered at the destination.
 *
 * @throws NodeOperationError when none is left
 */
export function possibleSlots(
	{ context }: Situation,
	destination: Destination,
	slots: readonly Slot[],
): Slot[] {
	const possible = slots.filter((slot) => destination.kind !== 'number' || slot === 'inbound');
	if (possible.length > 0) return possible;
	throw slots.length === 0
		? new NodeOperationError(context.getNode(), 'Choose what to be told of', {
				description: '"Trigger On" is empty.',
			})
		: new NodeOperationError(context.getNode(), 'Numbers give no delivery receipts', {
				description: RECEIPTS_ADVICE,
			});
}

/** Receipts were asked for together with messages, and the numbers cannot give them. */
export function warnOfMissingReceipts(
	{ context }: Situation,
	destination: Destination,
	slots: readonly Slot[],
): void {
	if (destination.kind !== 'number' || !slots.includes('status')) return;
	context.logger.warn(`${context.getNode().name}: ${RECEIPTS_ADVICE}`);
}

const RECEIPTS_ADVICE =
	'A virtual number has no webhook for delivery receipts: choose "Whole Account" under "Receive From", or set the URL of this node as the account\'s webhook for delivery receipts in the Vonage dashboard.';

/** Those of the names that the account does not have, or that cannot be registered. */
export function unfit(names: readonly string[], subjects: readonly Subject[]): Failure[] {
	return names.flatMap((name) => {
		const subject = subjects.find((candidate) => candidate.name === name);
		if (!subject) {
			return [
				{
					label: labelOf(name),
					reason: 'is not on this account',
					next: 'Choose from what the account of the credential has, or choose the credential of the account that has it.',
				},
			];
		}
		if (subject.unfit === null) return [];
		return [
			{
				label: subject.label,
				reason: subject.unfit,
				next: 'Choose another one in this node, or change it in the Vonage dashboard.',
			},
		];
	});
}

/** Those of the slots that would be taken from somebody else. */
export function taken(
	claims: readonly { subject: Subject; ledger: Ledger | null; standing: string | null }[],
	holder: Holder,
): Failure[] {
	return claims.flatMap(({ subject, ledger, standing }) =>
		isForeign(ledger, standing, holder)
			? [
					{
						label: subject.label,
						reason: `already sends to ${shownUrl(standing ?? '')}`,
						next: 'Remove that URL in the Vonage dashboard, or set the option "Another URL on the Number" to "Replace": it is put back when this workflow is unpublished.',
					},
				]
			: [],
	);
}
