import type {Steps} from '../steps.ts';
import {evenLevel} from './even-level.ts';
import {evenOut} from './even-out.ts';
import {exact, imbalance, type Band} from './imbalance.ts';
import {loadsOf, placedToday} from './loads-of.ts';
import {phasesOf, type Phase, type PlanGoal} from './plan-options.ts';
import type {ClusterReading} from './read-cluster.ts';
import {residualGraph} from './residual-graph.ts';

/**
 * The best placement for a goal: how many groups of its class each slot shall have. Phase by phase, no other placement
 * has decreasingly smaller loads, and none with such loads needs fewer step-downs.
 * @param tolerance loads that differ from the even level by no more than this share of it are left alone
 */
export function* bestPlacement(
	reading: ClusterReading,
	goal: PlanGoal,
	tolerance: number,
): Steps<Int32Array> {
	const placed = placedToday(reading);
	const isDraining = reading.closed.map(reason => reason === 'draining');
	for (const phase of phasesOf[goal]) {
		const loads = loadsOf(reading, placed, phase.counts);
		yield;
		const band = bandOf(levelOf(reading, loads, phase), tolerance);
		const total = loads.reduce((sum, load) => sum + load, 0);
		const graph = yield* residualGraph(reading.classes, placed, loads.length, phase.moves);
		yield* evenOut(graph, loads, imbalance(band, isDraining, total));
	}

	return placed;
}

/** The even level of a phase, from the loads before it. */
export function levelOf(reading: ClusterReading, loads: Int32Array, {moves}: Phase): number {
	const {classes, closed} = reading;
	let leaving = 0;
	for (let index = 0; index < classes.count; index++) {
		const home = classes.slotServers[classes.firstSlots[index] ?? 0] ?? 0;
		if (closed[home] === 'draining' && moves.includes(classes.kinds[index] ?? 'stream')) {
			leaving += classes.sizes[index] ?? 0;
		}
	}

	return evenLevel(reading, loads, leaving);
}

/** 1.15 × 20 shall be 23, whatever binary fractions make of it. */
const rounding = 1e-6;

/**
 * The loads that are left alone around an even level. They always include the two whole numbers next to it.
 * A server that cannot get into the band is brought as near as it can; that widens the band for no other.
 */
export function bandOf(level: number, tolerance: number): Band {
	return tolerance > 0
		? {
				low: Math.min(Math.floor(level), Math.ceil((1 - tolerance) * level - rounding)),
				high: Math.max(Math.ceil(level), Math.floor((1 + tolerance) * level + rounding)),
			}
		: exact;
}
