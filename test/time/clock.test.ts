import {afterEach, describe, expect, it, vi} from 'vitest';
import {steadyNow} from '../../source/time/clock.ts';

describe('the time', () => {
	afterEach(() => {
		vi.restoreAllMocks();
	});

	/** Another reading of the clock from now on. */
	const set = (byMs: number) => {
		const clock = Date.now;
		vi.spyOn(Date, 'now').mockImplementation(() => clock() + byMs);
	};

	it('is the one of the machine', () => {
		expect(Math.abs(steadyNow() - Date.now())).toBeLessThan(50);
		expect(Number.isInteger(steadyNow())).toBe(true);
	});

	it('goes on when the clock is set back', async () => {
		const before = steadyNow();
		set(-3_600_000);
		await new Promise(resolve => {
			setTimeout(resolve, 20);
		});
		const after = steadyNow();
		expect(after).toBeGreaterThanOrEqual(before + 15);
		expect(after).toBeLessThan(before + 5000);
	});

	it('follows a clock that is set forward, or went on while the machine slept', () => {
		const before = steadyNow();
		set(3_600_000);
		expect(steadyNow()).toBeGreaterThanOrEqual(before + 3_600_000);
	});
});
