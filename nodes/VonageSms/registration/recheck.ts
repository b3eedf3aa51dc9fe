import type { ITriggerFunctions } from 'n8n-workflow';
import { openSession, sharedRateLimiter, wholeMessage, type RateLimiter } from '../vonage';
import type { Holder } from './ledger';
import { readNode, type RegistrationNotes } from './notes';
import { updateRecord } from './nodeRecord';
import { nodeName, type RegistrationContext } from './registrationContext';
import { repair } from './repair';
import { isNews, lastVerified, noteVerified } from './verification';

/** Milliseconds between two checks of a registration that is right. */
const HOUR = 3_600_000;

/** Milliseconds after a check that did not succeed. */
const SOON = 120_000;

/**
 * Compares what Vonage has with what this published node has registered, registers what is missing, and logs one line
 * for what another system has changed. For the dispatcher: to be called a minute after `trigger()` began, and then each
 * time after as long as it answers.
 *
 * @param notes of the node's store
 * @returns milliseconds after which to call it again: an hour; two minutes where Vonage or the store did not answer.
 *   Right after a start that was verified, nothing is asked. Never throws.
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
	// Somebody is unpublishing it, or publishing goes on.
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
