import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { startSimulator } from '../../simulator';
import type { Simulator } from '../../simulator';
import { credentialFor, message, runNode } from './runNode';

const OWN = '+447700900001';
const PERSON = '+447700900123';

let simulator: Simulator;
let folder: string;
beforeAll(async () => {
	simulator = await startSimulator();
});
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'vonage-sms-opt-out-'));
	process.env.N8N_USER_FOLDER = folder;
});
afterEach(async () => {
	delete process.env.N8N_USER_FOLDER;
	rmSync(folder, { recursive: true });
	await simulator.reset();
});
afterAll(async () => await simulator.close());

const run = async (parameters: INodeParameters, items: IDataObject[] = [{}]) =>
	await runNode({ parameters, items, credential: credentialFor(simulator) });

const optOut = async (operation: string, parameters: INodeParameters = {}) =>
	(await run({ resource: 'optOut', operation, storage: 'sqlite', ...parameters })).items.map(
		({ json }) => json,
	);

const add = async (ownNumber = OWN, phoneNumber = PERSON) =>
	await optOut('add', { phoneNumber, ownNumber });

const send = async (parameters: INodeParameters = {}, items?: IDataObject[]) =>
	await run(
		{ ...message, storage: 'sqlite', options: { respectOptOut: 'register' }, ...parameters },
		items,
	);

describe('the operations of the register', () => {
	it('add, check, list and remove a person', async () => {
		const added = {
			phoneNumber: PERSON,
			ownNumber: OWN,
			optedOut: true,
			changedAt: expect.any(String),
			source: 'workflow',
			messageId: null,
		};
		expect(await optOut('add', { phoneNumber: '+44 7700 900123', ownNumber: OWN })).toEqual([
			added,
		]);
		expect(await optOut('check', { phoneNumber: PERSON, ownNumber: OWN })).toEqual([added]);
		expect(await optOut('getMany', { returnAll: true })).toEqual([added]);
		expect(await optOut('remove', { phoneNumber: PERSON, ownNumber: OWN })).toMatchObject([
			{ optedOut: false },
		]);
		expect(await optOut('check', { phoneNumber: PERSON, ownNumber: OWN })).toEqual([
			{ ...added, optedOut: false, changedAt: null, source: null },
		]);
		expect(await optOut('getMany')).toEqual([]);
	});

	it('accept numbers written in any way, and sender IDs', async () => {
		await add('ACME', '+44 (0)7700\u2011900123');
		expect(await optOut('check', { phoneNumber: PERSON, ownNumber: 'ACME' })).toMatchObject([
			{ optedOut: true, phoneNumber: PERSON, ownNumber: 'ACME' },
		]);
	});

	it('reject values that are not phone numbers, and name the parameter', async () => {
		const { error } = await run({ resource: 'optOut', operation: 'add', phoneNumber: 'ACME' });
		expect(error?.message).toContain(
			"'Phone Number' isn't a valid phone number with its country code (ACME)",
		);
	});
});

describe('sending to people in the register', () => {
	it('skips them, says why, and texts everyone else', async () => {
		await add();
		const { items } = await send({ to: '={{ $json.phone }}' }, [
			{ phone: PERSON },
			{ phone: '+447700900124' },
		]);
		expect(items.map(({ json }) => [json.to, json.status])).toEqual([
			[PERSON, 'skipped'],
			['+447700900124', 'submitted'],
		]);
		expect(items[0]?.json.reason).toMatch(/^The recipient opted out on \d{4}-\d\d-\d\d$/);
		expect(simulator.sent.map(({ to }) => to)).toEqual(['447700900124']);
	});

	it('skips them for all numbers if the opt-out has no number', async () => {
		await add('');
		const { items } = await send();
		expect(items[0]?.json.status).toBe('skipped');
	});

	it('texts them from another number, from a sender ID, and if opt-outs are not respected', async () => {
		await add('+447700900009');
		await add('ACME');
		await send();
		await send({ options: { respectOptOut: 'off' } });
		expect(simulator.sent).toHaveLength(2);
	});

	it('recognizes a sender ID in any letter case', async () => {
		await add('acme');
		const { items } = await send({ from: { __rl: true, mode: 'name', value: 'ACME' } });
		expect(items[0]?.json.status).toBe('skipped');
	});

	it('adds a person to the register if Vonage rejects the message because of an opt-out', async () => {
		simulator.failSend({ status: '1240' });
		const { error } = await send({ api: 'messages' });
		expect(error).toBeDefined();
		expect(await optOut('getMany')).toMatchObject([{ phoneNumber: PERSON, source: 'vonage' }]);
		const { items } = await send({ api: 'messages' });
		expect(items[0]?.json.status).toBe('skipped');
	});

	it('sends nothing if the register cannot be opened', async () => {
		process.env.N8N_USER_FOLDER = '/dev/null';
		const { error } = await send();
		expect(error?.message).toContain("The opt-out register can't be opened");
		expect(simulator.sent).toHaveLength(0);
	});
});

describe('quiet hours', () => {
	const always = { from: '00:00', to: '24:00', timeZone: 'workflow' };
	const during = async (values: IDataObject) =>
		await send({ options: { quietHours: { values } } as INodeParameters });

	it('leave a message unsent, and the item says until when', async () => {
		const { items } = await during({ ...always, behavior: 'skip' });
		expect(items[0]?.json).toMatchObject({
			status: 'skipped',
			to: PERSON,
			reason: expect.stringMatching(/^Quiet hours for \+447700900123 last until \d{4}-/),
		});
		expect(simulator.sent).toHaveLength(0);
	});

	it('result in an error if that option is selected', async () => {
		const { error } = await during({ ...always, behavior: 'fail' });
		expect(error?.message).toMatch(/^Quiet hours for/);
		expect(simulator.sent).toHaveLength(0);
	});

	it.each([
		[{ from: '25:00' }, "'From' in 'Quiet Hours' isn't a time of day (25:00)"],
		[
			{ timeZone: 'other', timeZoneName: 'Mars/Olympus' },
			"'Time Zone Name' in 'Quiet Hours' isn't a time zone (Mars/Olympus)",
		],
	])('reject %p', async (values, message) => {
		const { error } = await during({ ...always, ...values });
		expect(error?.message).toContain(message);
		expect(simulator.sent).toHaveLength(0);
	});
});
