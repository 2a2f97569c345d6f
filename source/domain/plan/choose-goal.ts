import {supports} from '../server-version.ts';
import type {Steps} from '../steps.ts';
import {evenOut, exact, stepPrice, unevenness, type Band} from './even-out.ts';
import {evenLevel, highestOf, loadsOf, placedToday} from './loads.ts';
import {
	countedBy,
	defaultGoal,
	everything,
	phasesOf,
	type Phase,
	type PlanGoal,
	type PlanOptions,
} from './plan-options.ts';
import type {ClusterReading} from './read-cluster.ts';
import {residualGraph} from './residual-graph.ts';

type ChosenGoal = {
	readonly goal: PlanGoal;
	/** Groups of its class on each slot. */
	readonly placed: Int32Array;
	/** The highest load that counts for the goal, where the goal makes it lowest: without tolerance. */
	readonly best: number;
};

/**
 * Decides where the leaders go. Balancing the streams first can, where few consumers may move, leave all leaders less
 * even than need be, even less than today: then the total alone is balanced.
 */
export function* chooseGoal(
	reading: ClusterReading,
	{
		goal = defaultGoal,
		keepsGoal = false,
		tolerance = 0,
	}: Pick<PlanOptions, 'goal' | 'keepsGoal' | 'tolerance'>,
): Steps<ChosenGoal> {
	const placed = yield* bestPlacement(reading, goal, tolerance);
	const loads = loadsOf(reading, placed, countedBy(goal));
	if (goal !== 'streams-then-total' || keepsGoal) {
		const exactly = tolerance === 0 ? placed : yield* bestPlacement(reading, goal, 0);
		return {goal, placed, best: highestOf(reading, loadsOf(reading, exactly, countedBy(goal)))};
	}

	const today = loadsOf(reading, placedToday(reading), everything.counts);
	const level = levelOf(reading, today, everything);
	// Where the next leader cannot be chosen, trading a stream's leader for a consumer's would be a matter of luck.
	const isDrain = reading.closed.includes('draining');
	const isLuck = !isDrain && isUndirected(reading, placed) && alike(today, loads);
	const streamsFirst = {goal, placed: isLuck ? placedToday(reading) : placed};
	if (isPerfect(reading, loads, level)) {
		return {...streamsFirst, best: highestOf(reading, loads)};
	}

	const total = yield* chooseGoal(reading, {goal: 'total', tolerance});
	const band = bandOf(level, tolerance);
	const least = outside(reading, loadsOf(reading, total.placed, everything.counts), band);
	return outside(reading, loads, band) > least ? total : {...streamsFirst, best: total.best};
}

/** Whether every leader that moves sits on a server that takes no preferred successor. */
function isUndirected({classes, servers}: ClusterReading, placed: Int32Array): boolean {
	return classes.sizes.every((size, index) => {
		const home = classes.firstSlots[index] ?? 0;
		const {version = ''} = servers[classes.slotServers[home] ?? 0] ?? {};
		return placed[home] === size || !supports(version, 'directedStepDown');
	});
}

function alike(some: Int32Array, others: Int32Array): boolean {
	return some.toSorted().join() === others.toSorted().join();
}

/** Whether no placement whatever could be better: every server has the even level, rounded. */
function isPerfect({closed}: ClusterReading, loads: Int32Array, level: number): boolean {
	return loads.every(
		(load, server) =>
			closed[server] === 'draining' ||
			(closed[server] === undefined && load >= Math.floor(level) && load <= Math.ceil(level)),
	);
}

function outside({closed}: ClusterReading, loads: Int32Array, band: Band): number {
	return unevenness(
		loads.filter((_, server) => closed[server] !== 'draining'),
		band,
	);
}

/**
 * The best placement for a goal: the groups of its class on each slot. Phase by phase, no other placement
 * has decreasingly smaller loads, and none with such loads needs fewer step-downs.
 * @param tolerance loads within this share of the even level are left alone
 */
function* bestPlacement(
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
		yield* evenOut(graph, loads, stepPrice(band, isDraining, total));
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

/** So that 1.15 × 20 is 23 in binary fractions, too. */
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
