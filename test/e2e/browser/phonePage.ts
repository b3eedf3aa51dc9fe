import type { BrowserContext, Locator, Page } from 'playwright-core';
import { WITHIN_MS } from '../../n8n';

/** The simulator's page with a phone on it. */
export class PhonePage {
	private constructor(readonly page: Page) {}

	/** Resolves when the page follows the simulator. */
	static async open(context: BrowserContext, url: string): Promise<PhonePage> {
		context.setDefaultTimeout(WITHIN_MS);
		const page = await context.newPage();
		await page.goto(url);
		await page.getByText('Connected', { exact: true }).waitFor();
		return new PhonePage(page);
	}

	get conversation(): Locator {
		return this.page.getByRole('log', { name: 'Conversation' });
	}

	/** Messages received by the phone. */
	get replies(): Locator {
		return this.conversation.locator('.received');
	}

	get parts(): Locator {
		return this.page.getByRole('list', { name: 'Parts of this message' }).getByRole('listitem');
	}

	/** The error above the message field. */
	get problem(): Locator {
		return this.page.getByRole('alert');
	}

	/** One line for each message, newest first. */
	get rows(): Locator {
		return this.page.locator('#log > li');
	}

	/** How the parts arrive: `shuffled`, `with one lost`, … */
	async chooseJourney(name: string): Promise<void> {
		await this.page.getByRole('radio', { name }).check();
	}

	async chooseSender(number: string): Promise<void> {
		const from = this.page.getByRole('combobox', { name: 'This phone', exact: true });
		await from.fill(number);
		await from.blur();
	}

	async type(text: string): Promise<void> {
		await this.page.getByRole('textbox', { name: 'Message' }).fill(text);
	}

	async send(): Promise<void> {
		await this.page.getByRole('button', { name: 'Send', exact: true }).click();
	}

	/** Resolves when the bubble is in view within the conversation, from top to bottom. */
	async showsWhole(bubble: Locator): Promise<void> {
		const screen = await this.conversation.elementHandle();
		const element = await bubble.elementHandle();
		await this.page.waitForFunction(
			([outer, inner]) => {
				if (!outer || !inner) return false;
				const [screenBox, bubbleBox] = [outer, inner].map((box) => box.getBoundingClientRect());
				return bubbleBox!.top >= screenBox!.top && bubbleBox!.bottom <= screenBox!.bottom;
			},
			[screen, element] as const,
		);
	}
}
