import {hasJetStream} from '../server.ts';
import {supports} from '../server-version.ts';
import type {Steps} from '../steps.ts';
import {bandOf, bestPlacement, levelOf} from './best-placement.ts';
import {unevenness, type Band} from './imbalance.ts';
import {loadsOf, placedToday} from './loads-of.ts';
import {
	countedBy,
	defaultGoal,
	everything,
	type PlanGoal,
	type PlanOptions,
} from './plan-options.ts';
import type {ClusterReading} from './read-cluster.ts';

export type Settlement = {
	readonly goal: PlanGoal;
	/** How many groups of its class each slot shall have. */
	readonly placed: Int32Array;
	/** The highest load that counts for the goal, where the goal makes it lowest: without tolerance. */
	readonly best: number;
};

/**
 * Decides where the leaders shall be. Evening out the streams first can, where few consumers may move, leave all leaders
 * less even than need be, even less than today: then the total alone is evened out.
 */
export function* settle(
	reading: ClusterReading,
	{
		goal = defaultGoal,
		keepsGoal = false,
		tolerance = 0,
	}: Pick<PlanOptions, 'goal' | 'keepsGoal' | 'tolerance'>,
): Steps<Settlement> {
	const placed = yield* bestPlacement(reading, goal, tolerance);
	const loads = loadsOf(reading, placed, countedBy(goal));
	if (goal !== 'streams-then-total' || keepsGoal) {
		const exact =
			tolerance === 0
				? loads
				: loadsOf(reading, yield* bestPlacement(reading, goal, 0), countedBy(goal));
		return {goal, placed, best: highest(reading, exact)};
	}

	const today = loadsOf(reading, placedToday(reading), everything.counts);
	const level = levelOf(reading, today, everything);
	// Where who follows cannot be chosen, to trade a stream's leader for a consumer's would be a matter of luck.
	const isDrain = reading.closed.includes('draining');
	const isLuck = !isDrain && isUndirected(reading, placed) && alike(today, loads);
	const streamsFirst = {goal, placed: isLuck ? placedToday(reading) : placed};
	if (isPerfect(reading, loads, level)) {
		return {...streamsFirst, best: highest(reading, loads)};
	}

	const total = yield* settle(reading, {goal: 'total', tolerance});
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

/** Among the servers that take part in the average. */
function highest({servers}: ClusterReading, loads: Int32Array): number {
	return loads.reduce(
		(most, load, server) =>
			hasJetStream[servers[server]?.state ?? 'silent'] ? Math.max(most, load) : most,
		0,
	);
}
