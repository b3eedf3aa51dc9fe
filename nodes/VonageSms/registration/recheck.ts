import type { ITriggerFunctions } from 'n8n-workflow';
import { openSession, sharedRateLimiter, wholeMessage, type RateLimiter } from '../vonage';
import type { Holder } from './ledger';
import { readNode, type RegistrationNotes } from './notes';
import { updateRecord } from './nodeRecord';
import { nodeName, type RegistrationContext } from './registrationContext';
import { repair } from './repair';
import { isNews, lastVerified, noteVerified } from './verification';

/** Milliseconds between checks of a correct registration. */
const HOUR = 3_600_000;

/** Milliseconds until the next check after a failed one. */
const SOON = 120_000;

/**
 * Compares the URLs at Vonage with the published node's registration, registers missing URLs again, and logs one
 * line if another system has changed a URL. The dispatcher calls it a minute after `trigger()` started, and then
 * each time after the returned delay.
 *
 * @param notes of the node's store
 * @returns milliseconds until the next call: an hour, or two minutes if Vonage or the store didn't respond. Sends
 *   no request right after a verified start. Never throws.
 */
export async function recheckRegistration(
	context: ITriggerFunctions,
	notes: RegistrationNotes,
	limiter: RateLimiter = sharedRateLimiter,
): Promise<number> {
	const node = nodeName(context);
	try {
		if (context.getNodeParameter('registration', 'number') === 'manual') return HOUR;
		const age = limiter.clock.now() - (lastVerified(node) ?? -Infinity);
		if (age < HOUR) return HOUR - age;
		const session = await openSession(context, limiter);
		const registration = { context, session, notes, nodeName: node };
		const isRight = await limiter.serially(session.account, async () => await check(registration));
		isNews(node, 'check', null);
		return isRight ? HOUR : SOON;
	} catch (error) {
		const reason = wholeMessage(error);
		if (isNews(node, 'check', reason)) {
			context.logger.warn(
				`${context.getNode().name}: the registration at Vonage couldn't be checked. It will be checked again. ${reason}`,
			);
		}
		return SOON;
	}
}

async function check(registration: RegistrationContext): Promise<boolean> {
	const { context, notes, nodeName: node, session } = registration;
	const { production } = await readNode(notes, node);
	if (production === undefined) {
		if (isNews(node, 'record', 'missing')) {
			context.logger.error(
				`${context.getNode().name}: nothing is registered at Vonage for this workflow. Publish it again.`,
			);
		}
		return true;
	}
	// It's being unpublished, or publishing hasn't finished.
	if (production.state === 'leaving' || production.state === 'unfinished') return true;
	const holder: Holder = { node, run: 'production', url: production.url };
	const isRight = await repair(registration, production.places, holder, {
		isStart: false,
		isTimeOver: () => false,
	});
	if (!isRight) return false;
	if (production.state !== 'registered') {
		await updateRecord(registration, { production: { ...production, state: 'registered' } });
	}
	isNews(node, 'record', null);
	noteVerified(node, session.limiter.clock.now());
	return true;
}
