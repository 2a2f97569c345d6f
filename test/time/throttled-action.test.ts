import {afterEach, beforeEach, expect, it, vi} from 'vitest';
import {throttledAction} from '../../source/time/throttle.ts';

let begun: number;
let end: () => void;
let act: () => Promise<void>;

beforeEach(() => {
	vi.useFakeTimers();
	begun = 0;
	act = throttledAction(async () => {
		begun++;
		await new Promise<void>(resolve => {
			end = resolve;
		});
	});
});

afterEach(() => {
	vi.useRealTimers();
});

/** Begins it thirty times a second. */
async function hold(ms: number): Promise<void> {
	for (let passed = 0; passed < ms; passed += 33) {
		void act();
		await vi.advanceTimersByTimeAsync(33);
	}
}

it('begins at once, and once while it runs, for five seconds at most', async () => {
	await hold(4900);
	expect(begun).toBe(1);
	await hold(200);
	expect(begun).toBe(2);
});

it('begins again a second after its beginning when it has ended', async () => {
	await hold(100);
	end();
	await hold(800);
	expect(begun).toBe(1);
	await hold(200);
	expect(begun).toBe(2);
});

it('tells of what failed, and begins again', async () => {
	const failing = throttledAction(async () => {
		begun++;
		throw new Error('closed');
	});
	await expect(failing()).rejects.toThrow('closed');
	await vi.advanceTimersByTimeAsync(1000);
	await expect(failing()).rejects.toThrow('closed');
	expect(begun).toBe(2);
});
