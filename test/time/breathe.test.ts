import {setImmediate} from 'node:timers/promises';
import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest';
import {breathe} from '../../source/time/breathe.ts';

describe('breathe', () => {
	let steps = 0;

	beforeEach(async () => {
		await setImmediate();
		steps = 0;
		vi.spyOn(performance, 'now').mockImplementation(() => steps);
	});

	afterEach(() => {
		vi.restoreAllMocks();
	});

	/** A computation whose steps take 1 ms each. */
	async function compute(count: number): Promise<void> {
		for (let step = 0; step < count; step++) {
			await breathe();
			steps++;
		}
	}

	/** Steps that were done when others had their turn. */
	async function stepsUntilTurn(): Promise<number> {
		await setImmediate();
		return steps;
	}

	it('returns at once as long as little time is used up', async () => {
		const turn = stepsUntilTurn();
		await compute(5);
		expect(await turn).toBe(5);
	});

	it('gives others their turn when some ms are used up', async () => {
		const turn = stepsUntilTurn();
		const computed = compute(50);
		expect(await turn).toBe(8);
		await computed;
		expect(steps).toBe(50);
	});

	it('counts what all computations use up together', async () => {
		const turn = stepsUntilTurn();
		const computed = Promise.all([compute(50), compute(50)]);
		expect(await turn).toBeLessThan(10);
		await computed;
		expect(steps).toBe(100);
	});
});
