import type { IHookFunctions } from 'n8n-workflow';
import type { RegistrationTarget } from './registrationTarget';

/** The user sets the URL at Vonage. This target doesn't send any requests to Vonage. */
export class ManualRegistration implements RegistrationTarget {
	constructor(private readonly context: IHookFunctions) {}

	/** Logs where to set the URL. n8n calls this when publishing, at startup, and before a test. */
	async isRegistered(): Promise<boolean> {
		await this.register();
		return true;
	}

	async register(): Promise<void> {
		const url = this.context.getNodeWebhookUrl('default') ?? '';
		this.context.logger.info(
			`${this.context.getNode().name}: in the Vonage dashboard, set ${url} as 'Inbound webhook URL' of the number (Numbers > Your numbers > Edit) or of the account (API settings > SMS settings), or as 'Inbound URL' of an application with the Messages capability. For delivery receipts, set the same URL as 'Delivery receipts (DLR) webhook URL' of the account or 'Status URL' of the application.`,
		);
	}

	async unregister(): Promise<void> {
		this.context.logger.info(
			`${this.context.getNode().name}: if this workflow's URL is set in the Vonage dashboard, you can remove it there`,
		);
	}
}
