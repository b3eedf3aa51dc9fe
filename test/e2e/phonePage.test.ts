import type { Browser, BrowserContext } from 'playwright-core';
import { startSimulator, type Simulator } from '../simulator';
import { startReceiver, type WebhookReceiver } from '../unit/simulator/webhookReceiver';
import { faults } from './browser/accessibility';
import { describeInBrowser, launchChromium } from './browser/chromium';
import { PhonePage } from './browser/phonePage';
import { NUMBER } from './workflows';

/** Three parts of UCS-2. */
const LONG = `${'Wir stehen am Rhein 🚢 und warten dort auf euch. '.repeat(3)}Wann kommt ihr?`;

describeInBrowser('the phone page', () => {
	let simulator: Simulator;
	let receiver: WebhookReceiver;
	let browser: Browser;
	let context: BrowserContext;
	let phone: PhonePage;

	beforeAll(async () => {
		browser = await launchChromium();
	});
	afterAll(async () => await browser?.close());
	beforeEach(async () => {
		simulator = await startSimulator();
		receiver = await startReceiver();
		webhookOf(simulator, receiver.url);
		context = await browser.newContext({
			viewport: { width: 1280, height: 900 },
			permissions: ['clipboard-read', 'clipboard-write'],
		});
		phone = await PhonePage.open(context, simulator.url);
	});
	afterEach(async () => {
		await context.close();
		await simulator.close();
		await receiver.close();
	});

	test('a lost part is shown as lost in the conversation and in the log', async () => {
		await phone.type(LONG);
		await phone.chooseJourney('with one lost');
		await phone.page.getByRole('spinbutton', { name: 'Part number' }).fill('2');
		await phone.send();

		await phone.conversation.getByText('part 2 lost on the way').waitFor();
		await phone.conversation.getByText('2 of 2 acknowledged').waitFor();
		expect(await phone.conversation.locator('.state').innerText()).not.toContain('✓');
		await phone.rows.getByText('Part 2: lost on the way').waitFor();
	});

	test('a message whose only part is lost is shown as lost, not as having no webhook', async () => {
		await phone.type('Hello');
		await phone.chooseJourney('with one lost');
		await phone.send();
		await phone.conversation.getByText('lost on the way', { exact: true }).waitFor();
	});

	test("a rejected webhook is shown in red, and the log shows n8n's reason", async () => {
		receiver.answers.push({ status: 400, body: 'This is not a Vonage webhook.' });
		await phone.type('Hello');
		await phone.send();
		await phone.conversation.locator('.bad').getByText('refused (400)').waitFor();
		await phone.rows.getByText('400 This is not a Vonage webhook.').waitFor();
	});

	test('an empty sender field is named in the error, and gets the focus', async () => {
		await phone.chooseSender('');
		await phone.type('Hello');
		await phone.send();
		await phone.problem.getByText('Fill in "This phone"').waitFor();
		await expect(phone.page.evaluate(() => document.activeElement?.id)).resolves.toBe('from');
		expect(receiver.received).toHaveLength(0);
	});

	test('a sender ID with spaces around it sees its own messages', async () => {
		await phone.chooseSender(' not a number a ');
		await phone.type('Hello');
		await phone.send();
		await phone.conversation.getByText('1 of 1 acknowledged').waitFor();
	});

	test('the error says that the simulator is not responding', async () => {
		await simulator.close();
		await phone.type('Hello');
		await phone.send();
		await phone.problem.getByText("The simulator isn't responding").waitFor();
		await phone.page
			.getByRole('combobox', { name: 'Default SMS Setting' })
			.selectOption('messages');
		await phone.problem.getByText('npm start').waitFor();
	});

	test('for the Messages API, a number without an application is shown as such', async () => {
		const setting = phone.page.getByRole('combobox', { name: 'Default SMS Setting' });
		await setting.selectOption('messages');
		await phone.page.getByText('this number is linked to none').waitFor();
		await phone.page.getByRole('checkbox', { name: 'linked to the application' }).check();
		await phone.page.getByText('has no inbound URL yet').waitFor();
	});

	test('the list of numbers shows how each number is used', async () => {
		simulator.numbers[0]!.moHttpUrl = 'https://n8n.example.com/webhook-test/1/vonage-sms';
		await phone.page.reload();
		const numbers = phone.page.getByRole('combobox', { name: 'Texts to' });
		await numbers.getByText('a test listens').waitFor({ state: 'attached' });
		expect(await numbers.getByRole('option').allInnerTexts()).toEqual([
			'+447700900001 – a test listens',
			'+14155550100 – no webhook',
		]);
	});

	test('a message is delivered once n8n is up again', async () => {
		const n8n = phone.page.getByRole('combobox', { name: 'n8n', exact: true });
		simulator.settings.timeScale = 0.05;
		await n8n.selectOption('down');
		await phone.type('Hello');
		await phone.send();
		await phone.conversation.getByText('trying again (n8n cannot be reached)').waitFor();
		expect(receiver.received).toHaveLength(0);
		await n8n.selectOption('up');
		await phone.conversation.getByText('1 of 1 acknowledged').waitFor();
	});

	test('sending a reply fails as selected, even after the page is reloaded', async () => {
		const sending = () => phone.page.getByRole('combobox', { name: 'Sending a reply' });
		const choose = async (fault: string): Promise<void> => {
			const stored = phone.page.waitForResponse('**/simulator/api/settings');
			await sending().selectOption(fault);
			await stored;
		};
		await choose('down');
		expect(await sendReply('Welcome')).toBe(503);
		await choose('broke');
		await phone.page.reload();
		await phone.page.getByText('Connected', { exact: true }).waitFor();
		await phone.page.waitForFunction(
			() => document.querySelector<HTMLSelectElement>('#send-fault')?.value === 'broke',
		);
		expect(simulator.account.balance).toBe(0);
	});

	test('the values for the credential are visible on a laptop screen before the first message', async () => {
		await phone.page.setViewportSize({ width: 1440, height: 900 });
		for (const name of ['REST URL', 'API URL']) {
			const button = phone.page.getByRole('button', { name: `Copy ${name}` });
			const { y, height } = (await button.boundingBox())!;
			expect(y + height).toBeLessThanOrEqual(900);
		}
	});

	test('clearing the list keeps the conversation and the registrations', async () => {
		await phone.type('Hello');
		await phone.send();
		await phone.conversation.getByText('1 of 1 acknowledged').waitFor();
		await phone.page.getByRole('button', { name: 'Clear the list' }).click();
		await phone.page.getByText('None yet.').waitFor();
		expect(await phone.conversation.locator('.typed').count()).toBe(1);
		expect(simulator.numbers[0]?.moHttpUrl).toBe(receiver.url);
	});

	test('resetting the account asks for confirmation, and says what to do next', async () => {
		const question = phone.page.getByRole('dialog', { name: 'Reset the account?' });
		await phone.page.getByRole('button', { name: 'Reset the account…' }).click();
		await question.getByText('unpublish your workflow and publish it again').waitFor();
		await question.getByRole('button', { name: 'Cancel' }).click();
		expect(simulator.numbers[0]?.moHttpUrl).toBe(receiver.url);

		await phone.page.getByRole('button', { name: 'Reset the account…' }).click();
		await question.getByRole('button', { name: 'Reset the account' }).click();
		await phone.page.getByText('This number has no webhook yet').waitFor();
		expect(simulator.numbers[0]?.moHttpUrl).toBeUndefined();
	});

	test('a reply for which Vonage sends no receipt says so', async () => {
		await sendReply('Welcome');
		await phone.replies.getByText('no delivery receipt').waitFor();
	});

	test('Arabic is shown from right to left, while typing and in the conversation', async () => {
		const right = (selector: string): Promise<boolean> =>
			phone.page
				.locator(selector)
				.evaluate((element) => getComputedStyle(element).direction === 'rtl');
		await phone.type('مرحبا! هل لديكم موعد متاح غدا صباحا؟');
		expect(await right('#text')).toBe(true);
		await phone.send();
		await phone.conversation.locator('.typed .text').waitFor();
		expect(await right('.typed .text')).toBe(true);
	});

	test('the send button does not move while a long message is typed', async () => {
		const button = phone.page.getByRole('button', { name: 'Send', exact: true });
		const before = await button.boundingBox();
		await phone.type('H');
		expect(await button.boundingBox()).toEqual(before);
		await phone.type(LONG.repeat(3));
		expect(await button.boundingBox()).toEqual(before);
	});

	test('a message of many parts is one row, and only the newest is open', async () => {
		for (const text of [LONG, 'Second']) {
			await phone.type(text);
			await phone.send();
			await phone.conversation.getByText(text).waitFor();
			await phone.page.waitForFunction(
				() => !document.querySelector('.thread')?.textContent?.includes('0 of'),
			);
		}
		await phone.rows.first().getByText('1 webhook', { exact: true }).waitFor();
		expect(await phone.rows.count()).toBe(2);
		const open = await phone.rows.evaluateAll((rows) =>
			rows.map((row) => row.querySelector('details')?.open),
		);
		expect(open).toEqual([true, false]);
	});

	test('a value for the credential can be copied', async () => {
		await phone.page.getByRole('button', { name: 'Copy API Secret' }).click();
		await phone.page.getByText('Copied', { exact: true }).waitFor();
		const copied = await phone.page.evaluate(() => navigator.clipboard.readText());
		expect(copied).toBe(simulator.account.apiSecret);
	});

	test('the conversation shows a picture, or why the account cannot receive it', async () => {
		const samples = phone.page.getByRole('combobox', { name: 'Sample message' });
		await samples.selectOption('picture');
		await phone.problem.getByText('only through the Messages API').waitFor();

		simulator.account.smsSetting = 'messages';
		simulator.account.moCallBackUrl = receiver.url;
		await samples.selectOption('picture');
		await phone.conversation.getByRole('img', { name: 'Sent picture' }).waitFor();
		await phone.conversation.getByText('1 of 1 acknowledged').waitFor();
		expect(JSON.parse(receiver.received[0]?.body ?? '')).toMatchObject({ message_type: 'image' });
	});

	test('a contact card is sent as a binary SMS', async () => {
		await phone.page.getByRole('combobox', { name: 'Sample message' }).selectOption('card');
		await phone.conversation.getByText('(binary)').waitFor();
		expect(receiver.received[0]?.query).toMatchObject({ type: 'binary' });
	});

	test.each([
		['light', 1280],
		['dark', 1280],
		['light', 375],
		['dark', 375],
	] as const)(
		'the page has no accessibility violations, %s at %i pixels',
		async (colorScheme, width) => {
			await phone.page.emulateMedia({ colorScheme });
			await phone.page.setViewportSize({ width, height: 900 });
			receiver.answers.push({ status: 400, body: 'This is not a Vonage webhook.' });
			await phone.type(LONG);
			await phone.chooseJourney('with one lost');
			await phone.send();
			await phone.rows.getByText('lost on the way').waitFor();
			await phone.conversation.getByText('refused').waitFor();
			await sendReply('Welcome');
			await phone.replies.first().waitFor();
			await phone.type(LONG);

			expect(await faults(phone.page)).toEqual([]);
			const scrolls = await phone.page.evaluate(
				() => document.documentElement.scrollWidth > document.documentElement.clientWidth,
			);
			expect(scrolls).toBe(false);
			await phone.page.getByRole('button', { name: 'Reset the account…' }).click();
			expect(await faults(phone.page)).toEqual([]);
		},
	);

	/** As n8n would send it to the phone on the page. */
	async function sendReply(text: string): Promise<number> {
		const { apiKey, apiSecret } = simulator.account;
		const body = new URLSearchParams({
			api_key: apiKey,
			api_secret: apiSecret,
			from: NUMBER,
			to: '14155550142',
			text,
		});
		const { status } = await fetch(`${simulator.url}/sms/json`, { method: 'POST', body });
		return status;
	}
});

function webhookOf(simulator: Simulator, url: string): void {
	const number = simulator.numbers.find(({ msisdn }) => msisdn === NUMBER);
	if (number) number.moHttpUrl = url;
}
