import type {ClusterPicture} from '../cluster-picture.ts';
import type {BestRatio, Improvement} from '../cluster-summary.ts';
import {defaultCountingRules, distributionOf} from '../distribution.ts';
import {append} from '../key-index.ts';
import type {GroupKey, RaftGroup} from '../raft-group.ts';
import {supports} from '../server-version.ts';
import {hasJetStream} from '../server.ts';
import {finish, visit, type Steps} from '../steps.ts';
import {expectedRequests} from './before-2.11.ts';
import {bandOf, chooseGoal, levelOf} from './choose-goal.ts';
import {draftByMessages} from './draft-by-messages.ts';
import {moreEven} from './improvement.ts';
import {highestOf, leaderCountsOf, loadsOf, placedToday, ratioOf, stepDownsOf} from './loads.ts';
import {countedBy, everything, movedBy, type PlanGoal, type PlanOptions} from './plan-options.ts';
import type {Plan, PlannedMove} from './plan.ts';
import {readInSteps, type ClusterReading, type StayReason} from './read-cluster.ts';
import {executionOrder, transfersOf, type Draft} from './transfers.ts';

/**
 * How one cluster gets as even as its replica sets allow, or a server empty, with the fewest step-downs: the cluster is
 * read into classes of groups (`read-cluster`), the goal and the best placement are chosen by a min-cost flow
 * (`choose-goal`), and the transfers between today's placement and that one are put in order (`transfers`).
 * Synchronous: 3,000 groups take some ms, 100,000 up to a second.
 */
export function planBalance(picture: ClusterPicture, options: PlanOptions): Plan {
	return finish(planInSteps(picture, options));
}

/** The same in steps, for the picture as it is at the first of them. */
export function* planInSteps(picture: ClusterPicture, options: PlanOptions): Steps<Plan> {
	const {rules = defaultCountingRules, measure = 'count'} = options;
	const {planRevision} = picture;
	const reading = yield* readInSteps(picture, options);
	const {cluster, servers, closed, leaderless} = reading;
	const draft = yield* measure === 'messages'
		? draftByMessages(reading, options)
		: draftByCount(reading, options);
	const {goal, transfers, before, after, best} = draft;
	yield;
	const moves = yield* movesOf(reading, draft);
	yield;
	const counts = {before: leaderCountsOf(reading, []), after: leaderCountsOf(reading, transfers)};
	yield;
	const isTooFull = servers.map(
		({name}, server) =>
			(options.scope?.leaders?.includes(name) ?? true) &&
			(closed[server] === 'draining' || (after[server] ?? 0) > draft.limit),
	);
	return {
		cluster,
		goal,
		measure,
		moves,
		stepDowns: moves.length,
		expectedRequests: expectedRequests(reading, transfers),
		before: distributionOf(cluster, servers, counts.before, rules),
		after: distributionOf(cluster, servers, counts.after, rules),
		loads: servers.map(({name}, server) => ({
			server: name,
			before: before[server] ?? 0,
			after: after[server] ?? 0,
		})),
		ratio: {
			before: ratioOf(reading, highestOf(reading, before), before),
			after: ratioOf(reading, highestOf(reading, after), after),
			best: ratioOf(reading, best, after),
		},
		stays: isTooFull.includes(true) ? yield* staysOf(reading, goal, moves, isTooFull) : new Map(),
		leaderless,
		planRevision,
		closed: new Map(
			servers.flatMap(({name}, server) => {
				const reason = closed[server];
				return reason === undefined ? [] : [[name, reason]];
			}),
		),
	};
}

/** Evens out the number of leaders: the best loads with the fewest step-downs. */
function* draftByCount(reading: ClusterReading, options: PlanOptions): Steps<Draft> {
	const {goal, placed, best} = yield* chooseGoal(reading, options);
	yield;
	const counts = countedBy(goal);
	const before = loadsOf(reading, placedToday(reading), counts);
	const level = levelOf(reading, before, {counts, moves: movedBy(goal)});
	yield;
	return {
		goal,
		transfers: yield* transfersOf(reading, placed),
		weightOf: () => 1,
		before: Float64Array.from(before),
		after: Float64Array.from(loadsOf(reading, placed, counts)),
		limit: Math.max(Math.ceil(level), bandOf(level, options.tolerance ?? 0).high),
		best,
	};
}

/** Moves that are made in one step. */
const movesPerStep = 5000;

function* movesOf(reading: ClusterReading, draft: Draft): Steps<PlannedMove[]> {
	const {servers} = reading;
	const streams = loadsOf(reading, placedToday(reading), ['stream']);
	const isDirected = servers.map(({version}) => supports(version, 'directedStepDown'));
	const ordered = yield* executionOrder(draft, streams);
	const moves: PlannedMove[] = [];
	yield* visit(ordered, movesPerStep, ({group, from, to}) => {
		const aim = servers[to]?.name ?? '';
		moves.push({
			group: group.key,
			from: servers[from]?.name ?? '',
			to: isDirected[from] ? aim : undefined,
			aim,
		});
	});
	return moves;
}

/** Groups that are gone through in one step. */
const groupsPerStep = 2000;

/**
 * The groups that stay on servers which should lead less, by reason.
 * @param isTooFull per server: whether it should lead less than it does after the plan
 */
function* staysOf(
	{servers, closed, movable, pinned, countR1}: ClusterReading,
	goal: PlanGoal,
	moves: readonly PlannedMove[],
	isTooFull: readonly boolean[],
): Steps<ReadonlyMap<StayReason, readonly GroupKey[]>> {
	const stays = new Map<StayReason, GroupKey[]>();
	const moved = new Set<GroupKey>();
	const [moving, counts] = [movedBy(goal), countedBy(goal)];
	const numbers = new Map(servers.map((server, number) => [server.name, number]));
	yield* visit(moves, groupsPerStep, ({group}) => {
		moved.add(group);
	});
	for (const [reason, groups] of pinned) {
		yield* visit(groups, groupsPerStep, group => {
			note(group, reason);
		});
	}

	yield* visit(movable, groupsPerStep, group => {
		if (!moved.has(group.key)) {
			note(group, moving.includes(group.kind) ? 'nowhere-better' : 'out-of-scope');
		}
	});
	return stays;

	function note(group: RaftGroup, reason: StayReason): void {
		const server = numbers.get(group.leader ?? '') ?? -1;
		// In a drain every leader matters, also those that count for nothing.
		const isLoad = counts.includes(group.kind) && (countR1 || reason !== 'one-replica');
		if (isTooFull[server] && (isLoad || closed[server] === 'draining')) {
			append(stays, reason, group.key);
		}
	}
}

/** What `planBalance` with the same options would reach, without the plan itself: in half the time. */
export function bestReachable(picture: ClusterPicture, options: PlanOptions): BestRatio {
	return finish(bestReachableInSteps(picture, options));
}

/** The same in steps, for the picture as it is at the first of them. */
export function* bestReachableInSteps(
	picture: ClusterPicture,
	options: PlanOptions,
): Steps<BestRatio> {
	const reading = yield* readInSteps(picture, options);
	const {goal, placed, best} = yield* chooseGoal(reading, options);
	const today = placedToday(reading);
	const change = (of: 'leaders' | 'streams', kinds: readonly RaftGroup['kind'][]): Improvement => {
		const [before, after] = [loadsOf(reading, today, kinds), loadsOf(reading, placed, kinds)];
		const loads = reading.servers.flatMap(({name, state}, server) =>
			hasJetStream[state]
				? [{server: name, before: before[server] ?? 0, after: after[server] ?? 0}]
				: [],
		);
		return {of, loads};
	};
	return {
		ratio: ratioOf(reading, best, loadsOf(reading, placed, countedBy(goal))),
		stepDowns: stepDownsOf(reading, placed),
		improves: moreEven([change('leaders', everything.counts), change('streams', ['stream'])]),
	};
}
