import { Pacer } from '../../../nodes/VonageSms/actions/sending/pacer';
import type { Clock } from '../../../nodes/VonageSms/actions/sending/pacer';

/** A clock that advances to the next awaited time when something sleeps. */
class FakeClock implements Clock {
	private time = 0;

	now(): number {
		return this.time;
	}

	async sleep(milliseconds: number): Promise<void> {
		const until = this.time + milliseconds;
		await Promise.resolve();
		this.time = Math.max(this.time, until);
	}
}

describe('pacer', () => {
	it('gives the set number of turns per second, evenly spaced, with a margin of five percent', async () => {
		const clock = new FakeClock();
		const pacer = new Pacer(10, clock);
		const turns: number[] = [];
		for (let turn = 0; turn < 5; turn += 1) {
			await pacer.turn();
			turns.push(clock.now());
		}
		expect(turns).toEqual([0, 105, 210, 315, 420]);
	});

	it('gives turns requested at the same time in the order of the requests', async () => {
		const clock = new FakeClock();
		const pacer = new Pacer(10, clock);
		const turns: Array<[string, number]> = [];
		await Promise.all(
			['a', 'b', 'c'].map(async (name) => {
				await pacer.turn();
				turns.push([name, clock.now()]);
			}),
		);
		expect(turns).toEqual([
			['a', 0],
			['b', 105],
			['c', 210],
		]);
	});

	it('starts nothing during a pause, not even jobs that were already waiting', async () => {
		const clock = new FakeClock();
		const pacer = new Pacer(10, clock);
		await pacer.turn();
		const waiting = pacer.turn();
		pacer.pause(700);
		await waiting;
		expect(clock.now()).toBe(700);
	});

	it('does not replace a longer pause with a shorter one', async () => {
		const clock = new FakeClock();
		const pacer = new Pacer(10, clock);
		pacer.pause(900);
		pacer.pause(100);
		await pacer.turn();
		expect(clock.now()).toBe(900);
	});

	it('continues with the next turn after a canceled wait', async () => {
		const clock = new FakeClock();
		const sleep = jest.spyOn(clock, 'sleep').mockRejectedValueOnce(new Error('cancelled'));
		const pacer = new Pacer(10, clock);
		await pacer.turn();
		await expect(pacer.turn()).rejects.toThrow('cancelled');
		await pacer.turn();
		expect(sleep).toHaveBeenCalledTimes(2);
	});
});
