import type { IExecuteFunctions } from 'n8n-workflow';
import { findOptOut, saveWish } from '../../consent';
import type { SendResult } from '../../vonage/sendResult';
import type { Outgoing } from '../sending/message';
import { openRegister, type AccountRegister } from './register';

/** Code of the Messages API for a recipient who texted STOP. */
const OPTED_OUT_CODE = '1240';

/**
 * Keeps an execution from texting people who opted out, where 'Respect Opt-Out' is 'Register'. The register is opened
 * by the first message that needs it; `end` closes it.
 */
export class OptOutGuard {
	private opening: ReturnType<typeof openRegister> | undefined;

	constructor(private readonly context: IExecuteFunctions) {}

	/**
	 * Why the message must not be sent; null where it may.
	 *
	 * @throws NodeOperationError when the register cannot be read: nothing is sent on a guess
	 */
	async reasonToSkip(message: Outgoing): Promise<string | null> {
		if (!message.checksRegister) return null;
		const { database, account } = await this.register();
		const wish = await findOptOut(database, { account, own: message.from, person: message.to });
		if (!wish) return null;
		const since = new Date(wish.changedAt).toISOString().slice(0, 10);
		return `The recipient opted out on ${since}`;
	}

	/** Notes in the register that Vonage refused to send because of an opt-out. */
	async note(message: Outgoing, answer: SendResult): Promise<void> {
		if (!message.checksRegister || answer.kind !== 'refused') return;
		if (message.api !== 'messages' || answer.refusal.code !== OPTED_OUT_CODE) return;
		const { database, account } = await this.register();
		await saveWish(database, {
			account,
			own: message.from,
			person: message.to,
			optedOut: true,
			changedAt: database.now(),
			source: 'vonage',
			messageId: null,
		});
	}

	async end(): Promise<void> {
		const opened = await this.opening?.catch(() => undefined);
		opened?.letGo();
	}

	private async register(): Promise<AccountRegister> {
		this.opening ??= openRegister(this.context);
		return (await this.opening).register;
	}
}
