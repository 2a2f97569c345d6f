import type {Steps} from '../../domain/steps.ts';
import {takeTurns} from '../../executor/take-turns.ts';

/** Judging anew takes this many times longer than it may be repeated: at most 1 % of a core. */
const restFactor = 100;

/**
 * What takes longer to judge, in ms, waits until nothing more happens: amid a thousand elections no answer lasts. Whether
 * servers may stop takes 8 to 10 ms for 30,000 groups, and several times as long the first times, when the code is new.
 */
const dearMs = 8;

/** Nothing more happens when it has been so long, in ms. */
const quietMs = 1500;

/** It waits no longer than that, in ms: as much longer than judging takes, and at least so long. */
const patience = {factor: 200, leastMs: 3000} as const;

type Judged<Value> = {
	readonly value: Value;
	/** What it rests on. */
	readonly basis: string;
	/** Once this is another, it is worth nothing. */
	readonly ground: string;
	readonly busyMs: number;
	readonly dueAt: number;
};

/** Another basis than that of the last answer. */
type Change = {readonly basis: string; readonly at: number; readonly firstAt: number};

/**
 * The newest answer that there is. Asking sets off a better one where it is time for that: it is there at once, or in some turns.
 * @param basisNow what the answer rests on: as long as it is the same, so is the answer
 * @param onChange called when there is a better answer to a question that was asked before
 * @param groundNow once this is another, the old answer is worth nothing: there is none, or a new one, made at once
 */
export function rested<Value>(
	basisNow: () => string,
	compute: () => Steps<Value>,
	onChange: () => void,
	groundNow: () => string = () => '',
): () => Value | undefined {
	let last: Judged<Value> | undefined;
	let change: Change | undefined;
	let isAtWork = false;

	function judge(): void {
		const basis = basisNow();
		const ground = groundNow();
		let isLate = false;
		isAtWork = true;
		takeTurns(compute(), {
			onEnd(value, busyMs) {
				last = {value, basis, ground, busyMs, dueAt: performance.now() + restFactor * busyMs};
				change = undefined;
				isAtWork = false;
				if (isLate) {
					onChange();
				}
			},
		});
		isLate = true;
	}

	function isDue({basis: known, ground, busyMs, dueAt}: Judged<Value>): boolean {
		if (ground !== groundNow()) {
			return true;
		}

		const now = performance.now();
		const basis = basisNow();
		if (basis === known) {
			return false;
		}

		if (change?.basis !== basis) {
			change = {basis, at: now, firstAt: change?.firstAt ?? now};
		}

		const patienceMs = Math.max(patience.factor * busyMs, patience.leastMs);
		const isCalm = now - change.at >= quietMs || now - change.firstAt >= patienceMs;
		return now >= dueAt && (busyMs < dearMs || isCalm);
	}

	return () => {
		if (!isAtWork && (!last || isDue(last))) {
			judge();
		}

		return last?.ground === groundNow() ? last?.value : undefined;
	};
}
