import { startRig, type Life, type Rig } from './rig';
import { targets } from './targets';

/** A workflow and another one at the same place, in the same process. */
interface Cast {
	one: Life;
	/** The same workflow after n8n moved to another domain. */
	moved: Life;
	two: Life;
}

interface Scenario {
	name: string;
	/** Before the process is killed. */
	before: (cast: Cast) => Promise<void>;
	/** The step in which it's killed. */
	act: (cast: Cast) => Promise<void>;
	/** Does the same as n8n after a restart: repeats the interrupted step. */
	after: (cast: Cast) => Promise<void>;
	/** The workflow whose URL is then at Vonage; null for the previous URL. */
	owner: (cast: Cast) => Life | null;
	/** Unpublishes the published workflow. */
	end: (cast: Cast) => Promise<void>;
}

const nothing = async () => undefined;

const scenarios: Scenario[] = [
	{
		name: 'publishing',
		before: nothing,
		act: async ({ one }) => await one.publish(),
		after: async ({ one }) => {
			await one.restart();
			await one.publish();
		},
		owner: ({ one }) => one,
		end: async ({ one }) => await one.unpublish(),
	},
	{
		name: 'publishing again after n8n moved to another domain',
		before: async ({ one }) => await one.publish(),
		act: async ({ moved }) => await moved.publish(),
		after: async ({ moved }) => await moved.restart(),
		owner: ({ moved }) => moved,
		end: async ({ moved }) => await moved.unpublish(),
	},
	{
		name: 'n8n starting after it moved to another domain',
		before: async ({ one }) => await one.publish(),
		act: async ({ moved }) => await moved.restart(),
		after: async ({ moved }) => await moved.restart(),
		owner: ({ moved }) => moved,
		end: async ({ moved }) => await moved.unpublish(),
	},
	{
		name: 'unpublishing',
		before: async ({ one }) => await one.publish(),
		act: async ({ one }) => await one.unpublish(),
		after: async ({ one }) => await one.unpublish(),
		owner: () => null,
		end: nothing,
	},
	{
		name: 'unpublishing, which n8n 1 does not remember after a restart',
		before: async ({ one }) => await one.publish(),
		act: async ({ one }) => await one.unpublish(),
		after: async ({ one }) => {
			await one.restart();
			await one.unpublish();
		},
		owner: () => null,
		end: nothing,
	},
	{
		name: 'a test run',
		before: nothing,
		act: async ({ one }) => {
			await one.startTest();
			await one.endTest();
		},
		after: async ({ one }) => {
			await one.startTest();
			await one.endTest();
		},
		owner: () => null,
		end: nothing,
	},
	{
		name: 'a test run of a published workflow',
		before: async ({ one }) => await one.publish(),
		act: async ({ one }) => {
			await one.startTest();
			await one.endTest();
		},
		after: async ({ one }) => await one.restart(),
		owner: ({ one }) => one,
		end: async ({ one }) => await one.unpublish(),
	},
	{
		name: 'publishing a second workflow',
		before: async ({ one }) => await one.publish(),
		act: async ({ two }) => await two.publish(),
		after: async ({ one, two }) => {
			await one.restart();
			await two.publish();
		},
		owner: ({ two }) => two,
		end: async ({ one, two }) => {
			await two.unpublish();
			await one.unpublish();
		},
	},
	{
		name: 'unpublishing a second workflow',
		before: async ({ one, two }) => {
			await one.publish();
			await two.publish();
		},
		act: async ({ two }) => await two.unpublish(),
		after: async ({ one, two }) => {
			await one.restart();
			await two.unpublish();
		},
		owner: ({ one }) => one,
		end: async ({ one }) => await one.unpublish(),
	},
];

describe.each(targets)('a killed process, at $name', ({ parameters, options, places }) => {
	let rig: Rig;
	beforeAll(async () => (rig = await startRig(options)));
	afterAll(async () => await rig.close());

	const current = () => places.map((place) => place.read(rig));

	test.each(scenarios)('at every step of $name', async (scenario) => {
		for (const place of places) place.set(rig, rig.foreignUrl(place.label));
		const before = rig.simulator.snapshot();
		const foreign = current();
		const cast: Cast = {
			one: rig.node(parameters, { workflowId: 'one' }),
			moved: rig.node(parameters, { workflowId: 'one', n8nUrl: rig.otherN8nUrl }),
			two: rig.node(parameters, { workflowId: 'two' }),
		};
		for (const when of ['beforeEffect', 'afterEffect'] as const) {
			for (let step = 1, wasKilled = true; wasKilled; step++) {
				await scenario.before(cast);
				rig.killAt(step, when);
				await scenario.act(cast).catch(() => undefined);
				wasKilled = rig.revive();
				await scenario.after(cast);
				const owner = scenario.owner(cast);
				const there = { step, when, urls: current() };
				const urls = owner ? places.map(() => owner.url()) : foreign;
				expect(there).toEqual({ step, when, urls });
				await scenario.end(cast);
				expect({ step, when, account: rig.simulator.snapshot() }).toEqual({
					step,
					when,
					account: before,
				});
				expect({ step, when, notes: [...rig.notes] }).toEqual({ step, when, notes: [] });
				if (!wasKilled) expect(step).toBeGreaterThan(4);
			}
		}
	});
});
