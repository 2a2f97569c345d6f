import {describe, expect, it} from 'vitest';
import {sleep, Wakeup} from '../../source/time/sleep.ts';
import {manualScheduler} from '../support/manual-scheduler.ts';

/** Notes when it is over. */
function noted(promise: Promise<void>): {over: boolean} {
	const note = {over: false};
	void (async () => {
		await promise;
		note.over = true;
	})();
	return note;
}

describe('sleep', () => {
	it('lasts as long as it is told', async () => {
		const clock = manualScheduler();
		const asleep = noted(sleep(1000, undefined, clock));
		await clock.advanceAsync(999);
		expect(asleep.over).toBe(false);
		await clock.advanceAsync(1);
		expect(asleep.over).toBe(true);
	});

	it('ends with the signal, and leaves no timer', async () => {
		const clock = manualScheduler();
		const ending = new AbortController();
		const asleep = sleep(1000, ending.signal, clock);
		ending.abort();
		await asleep;
		await sleep(1000, ending.signal, clock);
		expect(clock.pending()).toBe(0);
	});
});

describe('a wake-up', () => {
	it('ends the sleep before its time, and leaves no timer', async () => {
		const clock = manualScheduler();
		const wakeup = new Wakeup(clock);
		const asleep = wakeup.sleepFor(1000);
		wakeup.wake();
		await asleep;
		expect(clock.pending()).toBe(0);
	});

	it('is not lost while nobody sleeps, and ends one sleep', async () => {
		const clock = manualScheduler();
		const wakeup = new Wakeup(clock);
		wakeup.wake();
		wakeup.wake();
		await wakeup.sleep();
		const asleep = noted(wakeup.sleep());
		await clock.advanceAsync(0);
		expect(asleep.over).toBe(false);
	});

	it('comes once, at the last time that was set', async () => {
		const clock = manualScheduler();
		const wakeup = new Wakeup(clock);
		wakeup.wakeAt(clock.now() + 10);
		wakeup.wakeAt(clock.now() + 30);
		const asleep = noted(wakeup.sleep());
		await clock.advanceAsync(29);
		expect(asleep.over).toBe(false);
		await clock.advanceAsync(1);
		expect(asleep.over).toBe(true);
	});
});
