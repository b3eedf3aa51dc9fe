import { type Fields, identifierFault } from './fields';
import type { Unrecognised, VonageApi } from './types';

/**
 * @param api whose format the record resembles, null for neither
 * @param missing names of the fields that a record of that API has
 */
export function unrecognised(api: VonageApi | null, missing: string[]): Unrecognised {
	const names = missing.join(', ');
	return {
		kind: 'unrecognised',
		otherChannel: null,
		missing,
		reason:
			api === null
				? `This isn't an SMS webhook from Vonage: it has neither ${names} (SMS API) nor message_uuid, channel (Messages API). ${SETTING}`
				: `This looks like a webhook from the ${NAMES[api]}, but these fields are missing: ${names}. ${SETTING}`,
	};
}

/** A field has a value that is not allowed. */
export function unusable(api: VonageApi, name: string, fault: string): Unrecognised {
	return {
		kind: 'unrecognised',
		otherChannel: null,
		missing: [name],
		reason: `This looks like a webhook from the ${NAMES[api]}, but ${name} ${fault}.`,
	};
}

/** A webhook of another channel of the application, which has one pair of webhook URLs for all its channels. */
export function otherChannel(channel: string): Unrecognised {
	return {
		kind: 'unrecognised',
		otherChannel: channel,
		missing: [],
		reason:
			"The channel of this webhook isn't sms or mms. This trigger receives only those two, but an application sends the webhooks of all its channels to one URL.",
	};
}

/** The first of the named identifiers that is unusable, as the record's refusal; null where all can be used. */
export function unusableIdentifier(
	api: VonageApi,
	record: Fields,
	names: readonly string[],
): Unrecognised | null {
	for (const name of names) {
		const fault = identifierFault(record[name]);
		if (fault !== null) return unusable(api, name, fault);
	}
	return null;
}

const NAMES: Record<VonageApi, string> = { sms: 'SMS API', messages: 'Messages API' };

const SETTING =
	"In the Vonage dashboard, under API settings, set 'Default SMS Setting' to the API that you want to use: SMS API or Messages API.";
