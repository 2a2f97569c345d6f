import {describe, expect, it} from 'vitest';
import type {Steps} from '../../source/domain/steps.ts';
import {inTurns, takeTurns} from '../../source/executor/take-turns.ts';

/** Time that goes on by so much with each look at it. */
function clockOf(stepMs: number): () => number {
	let now = 0;
	return () => (now += stepMs);
}

function* counting(to: number, noted: string[]): Steps<string> {
	for (let step = 1; step <= to; step++) {
		noted.push(`step ${step}`);
		yield;
	}

	return 'counted';
}

describe('takeTurns', () => {
	it('ends before it returns what fits into one turn', () => {
		const ends: string[] = [];
		takeTurns(counting(5, []), {onEnd: result => ends.push(result), now: clockOf(1)});
		expect(ends).toEqual(['counted']);
	});

	it('lets others have their turn in between', async () => {
		const noted: string[] = [];
		const end = inTurns(counting(3, noted), clockOf(10));
		setImmediate(() => noted.push('a key'));
		expect(noted).toEqual(['step 1']);
		expect(await end).toBe('counted');
		expect(noted).toEqual(['step 1', 'step 2', 'a key', 'step 3']);
	});

	it('lets others have their turn between two computations, too', async () => {
		const noted: string[] = [];
		let ended = false;
		const others = () => {
			noted.push('others');
			if (!ended) {
				setImmediate(others);
			}
		};

		setImmediate(others);
		await Promise.all([
			inTurns(counting(2, noted), clockOf(10)),
			inTurns(counting(2, noted), clockOf(10)),
		]);
		ended = true;
		const steps = noted.filter(what => what !== 'others');
		expect(steps).toEqual(['step 1', 'step 2', 'step 1', 'step 2']);
		expect(noted.join()).not.toMatch(/step \d,step/);
	});

	it('goes no further when it is called off', async () => {
		const noted: string[] = [];
		const callOff = takeTurns(counting(3, noted), {
			onEnd: result => noted.push(result),
			now: clockOf(10),
		});
		callOff();
		await new Promise(resolve => {
			setImmediate(resolve);
		});
		expect(noted).toEqual(['step 1']);
	});

	it('tells of a failure in whatever turn', async () => {
		function* failing(): Steps<string> {
			yield* counting(2, []);
			throw new Error('lost count');
		}

		await expect(inTurns(failing(), clockOf(10))).rejects.toThrow('lost count');
		await expect(inTurns(failing(), clockOf(0))).rejects.toThrow('lost count');
	});
});
