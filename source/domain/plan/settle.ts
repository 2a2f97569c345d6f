import {hasJetStream} from '../server.ts';
import {bandOf, bestPlacement, levelOf} from './best-placement.ts';
import {loadsOf, placedToday} from './loads-of.ts';
import {countedBy, everything, type PlanGoal, type PlanOptions} from './plan-options.ts';
import type {ClusterReading} from './read-cluster.ts';

export type Settlement = {
	readonly goal: PlanGoal;
	/** How many groups of its class each slot shall have. */
	readonly placed: Int32Array;
	/** The lowest maximum that the goal could reach without tolerance. */
	readonly best: Maximum;
};

/** The highest load that counts for the goal, among the servers that take part in the average. */
export type Maximum = {
	readonly load: number;
	/** The same without the servers that are being drained. */
	readonly undrained: number;
};

/**
 * Decides where the leaders shall be. Evening out the streams first can, where few consumers may move, leave a higher
 * maximum of all leaders than need be, even a higher one than today's: then the total alone is evened out.
 */
export function settle(
	reading: ClusterReading,
	{goal = 'streams-then-total', tolerance = 0}: Pick<PlanOptions, 'goal' | 'tolerance'>,
): Settlement {
	const placed = bestPlacement(reading, goal, tolerance);
	const maximum = maximumOf(reading, placed, goal);
	if (goal !== 'streams-then-total') {
		const exact = tolerance === 0 ? placed : bestPlacement(reading, goal, 0);
		return {goal, placed, best: maximumOf(reading, exact, goal)};
	}

	const today = loadsOf(reading, placedToday(reading), everything.counts);
	const level = levelOf(reading, today, everything);
	if (maximum.undrained <= Math.ceil(level)) {
		return {goal, placed, best: maximum};
	}

	const total = settle(reading, {goal: 'total', tolerance});
	const limit = Math.max(total.best.undrained, bandOf(level, tolerance).high);
	return maximum.undrained > limit ? total : {goal, placed, best: total.best};
}

function maximumOf(reading: ClusterReading, placed: Int32Array, goal: PlanGoal): Maximum {
	const {servers, closed} = reading;
	let load = 0;
	let undrained = 0;
	for (const [server, leaders] of loadsOf(reading, placed, countedBy(goal)).entries()) {
		if (hasJetStream[servers[server]?.state ?? 'silent']) {
			load = Math.max(load, leaders);
			undrained = closed[server] === 'draining' ? undrained : Math.max(undrained, leaders);
		}
	}

	return {load, undrained};
}
