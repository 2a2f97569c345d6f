import type {ClusterPicture} from '../cluster-picture.ts';
import {mayLead} from '../fitness.ts';
import type {Move} from '../move.ts';
import type {GroupKey, RaftGroup} from '../raft-group.ts';
import {supports} from '../server-version.ts';
import {loadsOf, placedToday} from './loads.ts';
import {countedBy, defaultGoal, movedBy, type PlanOptions} from './plan-options.ts';
import {readCluster, type ClusterReading} from './read-cluster.ts';
import type {Transfer} from './transfers.ts';

type UndirectedRound = {
	/** Step-downs at most. Few: the next round starts from the winners of this one. */
	readonly count: number;
	/** How often each group was stepped down in this run; 0 where missing. */
	readonly tries: ReadonlyMap<GroupKey, number>;
	/** A group that was stepped down so often is left alone. */
	readonly maxTries: number;
};

/**
 * The next groups to step down where servers before 2.11 choose the next leader themselves; none when nothing is gained
 * on average. They take the first healthy follower in the order of a map, much the same each time: a group tried before
 * promises a little less. `streams-then-total` evens out the total at once. One pass over all groups.
 */
export function chooseUndirected(
	picture: ClusterPicture,
	options: PlanOptions,
	{count, tries, maxTries}: UndirectedRound,
): Move[] {
	const reading = readCluster(picture, options);
	const loads = Float64Array.from(
		loadsOf(reading, placedToday(reading), countedBy(options.goal ?? defaultGoal)),
	);
	const batches = batchesOf(reading, options, group => tries.get(group.key) ?? 0, maxTries);
	const moves: Move[] = [];
	while (moves.length < count) {
		const batch = mostPromising(batches, loads);
		const group = batch?.groups.pop();
		if (!batch || !group) {
			break;
		}

		moves.push({group: group.key, from: reading.servers[batch.leader]?.name ?? '', to: undefined});
		loads[batch.leader] = (loads[batch.leader] ?? 0) - 1;
		for (const follower of batch.followers) {
			loads[follower] = (loads[follower] ?? 0) + 1 / batch.followers.length;
		}
	}

	return moves;
}

/** Groups of which a step-down promises the same. */
type UndirectedBatch = {
	readonly leader: number;
	readonly mustLeave: boolean;
	/** Any of them may win. */
	readonly followers: readonly number[];
	readonly tries: number;
	readonly groups: RaftGroup[];
};

function batchesOf(
	{servers, closed, movable}: ClusterReading,
	{goal = defaultGoal}: PlanOptions,
	triesOf: (group: RaftGroup) => number,
	maxTries: number,
): UndirectedBatch[] {
	const numbers = new Map(servers.map(({name}, number) => [name, number]));
	const isDirected = servers.map(({version}) => supports(version, 'directedStepDown'));
	const batches = new Map<string, UndirectedBatch>();
	for (const group of movable) {
		const leader = numbers.get(group.leader ?? '') ?? -1;
		const tries = triesOf(group);
		if (isDirected[leader] || tries >= maxTries || !movedBy(goal).includes(group.kind)) {
			continue;
		}

		const followers = group.followers
			.filter(follower => mayLead(follower, group))
			.flatMap(({server}) => numbers.get(server) ?? [])
			.sort((a, b) => a - b);
		const mustLeave = closed[leader] === 'draining';
		// These servers may elect a closed one: only a group that must leave takes the risk.
		if (!mustLeave && followers.some(follower => closed[follower] !== undefined)) {
			continue;
		}

		const name = [leader, tries, ...followers].join(' ');
		const batch = batches.get(name) ?? {leader, mustLeave, followers, tries, groups: []};
		batches.set(name, batch);
		batch.groups.push(group);
	}

	return [...batches.values()];
}

function mostPromising(
	batches: readonly UndirectedBatch[],
	loads: Float64Array,
): UndirectedBatch | undefined {
	let best: UndirectedBatch | undefined;
	let least = 0;
	for (const batch of batches) {
		const change = batch.groups.length > 0 ? expectedChange(batch, loads) : 0;
		if (change < least) {
			best = batch;
			least = change;
		}
	}

	return best;
}

/** Half of what a step-down adds to Σ load² on average, and a little for each try that went before. */
function expectedChange(
	{leader, mustLeave, followers, tries}: UndirectedBatch,
	loads: Float64Array,
): number {
	const sum = followers.reduce((sum, follower) => sum + (loads[follower] ?? 0), 0);
	const change = sum / followers.length - (loads[leader] ?? 0) + 1 + 0.05 * tries;
	return mustLeave ? change - 1e9 : change;
}

/**
 * Step-downs to expect for these transfers. Of the groups that a server before 2.11 lets go, each follower gets about the
 * same share: it takes as many as give the most wanted follower its due. What leaves a drained server is right wherever
 * it goes. An estimate: runs in simulated clusters took 0.75 to 1.35 times as many.
 */
export function expectedRequests(
	{servers, closed}: Pick<ClusterReading, 'servers' | 'closed'>,
	transfers: readonly Transfer[],
): number {
	const givers = servers.map(() => ({count: 0, followers: 0, takers: new Map<number, number>()}));
	for (const {group, from, to} of transfers) {
		const giver = givers[from];
		if (giver) {
			giver.count++;
			for (const follower of group.followers) {
				giver.followers += mayLead(follower, group) ? 1 : 0;
			}

			giver.takers.set(to, (giver.takers.get(to) ?? 0) + 1);
		}
	}

	return givers.reduce((sum, {count, followers, takers}, server) => {
		const isDirected = supports(servers[server]?.version ?? '', 'directedStepDown');
		if (count === 0 || isDirected || closed[server] === 'draining') {
			return sum + count;
		}

		const mostWanted = Math.max(...takers.values());
		return sum + Math.max(count, Math.round((followers / count) * mostWanted));
	}, 0);
}
