import type { BrowserContext, Locator, Page } from 'playwright-core';
import { ownerLogin, WITHIN_MS } from '../../n8n';

/** n8n's editor in a browser, with the owner signed in. */
export class Editor {
	private constructor(
		readonly page: Page,
		private readonly url: string,
	) {}

	static async signIn(context: BrowserContext, url: string): Promise<Editor> {
		context.setDefaultTimeout(WITHIN_MS);
		const page = await context.newPage();
		await page.goto(`${url}/signin`);
		await page.locator('input[type=email]').fill(ownerLogin.email);
		await page.locator('input[type=password]').fill(ownerLogin.password);
		await page.keyboard.press('Enter');
		await page.waitForURL(({ pathname }) => pathname !== '/signin');
		return new Editor(page, url);
	}

	/** An element by the editor's test id. */
	part(testId: string): Locator {
		return this.page.locator(`[data-test-id="${testId}"]`);
	}

	/** Resolves when the canvas shows the workflow's nodes. */
	async openWorkflow(id: string): Promise<void> {
		await this.page.goto(`${this.url}/workflow/${id}`);
		await this.part('canvas-node').first().waitFor();
	}

	/** The node on the canvas. */
	node(name: string): Locator {
		return this.part('canvas-node').filter({ hasText: name });
	}

	/** Opens the node's panel: input or trigger on the left, parameters, output on the right. */
	async openNode(name: string): Promise<void> {
		await this.node(name).dblclick();
		await this.part('node-parameters').waitFor();
	}

	parameter(name: string): Locator {
		return this.part(`parameter-input-${name}`);
	}

	/** Lists the choices of a parameter, and leaves the list open. A click while n8n is still loading them opens nothing. */
	async choicesOf(parameter: string): Promise<string[]> {
		const choices = this.page.getByRole('option').filter({ visible: true });
		for (let clicks = 1; ; clicks += 1) {
			await this.parameter(parameter).click();
			try {
				await choices.first().waitFor({ timeout: 3_000 });
				return await choices.allInnerTexts();
			} catch (error) {
				if (clicks === 40) throw error;
			}
		}
	}

	/** The notification in the corner: what went wrong, and what to do. */
	get notification(): Locator {
		return this.page.locator('.el-notification');
	}

	/** Selects "Execute step" of a trigger. Resolves once n8n waits for an event. */
	async listen(): Promise<void> {
		await this.part('trigger-execute-button').click();
		await this.page.getByText('Listening for test event').waitFor();
	}

	/** The output of the open node, as JSON. Resolves once there is one. */
	async outputAsJson(): Promise<Locator> {
		const output = this.part('output-panel');
		await output.locator('[data-test-id="radio-button-json"]').click();
		const data = output.locator('[data-test-id="ndv-data-container"]');
		await data.getByText('"event"').waitFor();
		return data;
	}

	/** Closes notifications and moves the pointer away. Resolves once nothing moves. */
	async settle(): Promise<void> {
		for (const close of await this.page.locator('.el-notification__closeBtn').all()) {
			await close.click();
		}
		await this.page.locator('.el-notification').first().waitFor({ state: 'hidden' });
		await this.page.mouse.move(0, 0);
		await this.page.evaluate(async () => {
			const moving = document
				.getAnimations()
				.filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
			await Promise.allSettled(moving.map(async ({ finished }) => await finished));
		});
	}
}
