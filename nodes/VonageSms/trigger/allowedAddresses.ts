import { NodeOperationError } from 'n8n-workflow';

import { AllowedAddressError, parseAllowedAddresses, type AllowedAddresses } from '../inbound';
import type { TriggerContext, TriggerSettings } from './settings';

/** The option "Allowed IP Addresses"; a list that cannot be read stops the workflow from being published. */
export function readAllowedAddresses(
	context: TriggerContext,
	{ allowedIps }: TriggerSettings,
): AllowedAddresses | null {
	try {
		return parseAllowedAddresses(allowedIps);
	} catch (error) {
		throw new NodeOperationError(context.getNode(), error as AllowedAddressError, {
			message: `The option "Allowed IP Addresses" cannot be read: ${(error as AllowedAddressError).message}`,
		});
	}
}
