import {bandOf} from '../domain/plan/choose-goal.ts';
import {planInSteps} from '../domain/plan/plan-balance.ts';
import type {Plan} from '../domain/plan/plan.ts';
import {stayReasonText} from '../domain/plan/read-cluster.ts';
import type {GroupKey} from '../domain/raft-group.ts';
import {hasJetStream} from '../domain/server.ts';
import {balanceShortfall} from '../executor/goals.ts';
import type {ClusterView} from '../state/cluster-view.ts';
import {sliced} from '../time/breathe.ts';
import {lockedLine, lockedWords} from '../domain/plan/offer.ts';
import {closedText, isResting} from '../domain/plan/closed-servers.ts';
import type {MadeOffer} from './make-offer.ts';
import {refusalReasons} from '../executor/refusals.ts';
import {whyLost} from './coverage.ts';

type IdleQuestion = {
	readonly view: ClusterView;
	/** What there is to do, which is nothing. */
	readonly made: MadeOffer;
	/** Groups that were left alone because they have been tried too often lately. */
	readonly tired: ReadonlySet<GroupKey>;
	readonly now: () => number;
};

/** Why there is nothing to do. */
type IdleReason = {
	readonly line: string;
	/** Stays the same while only the numbers in the line change. */
	readonly kind: string;
};

/** Whether a cluster in which there is nothing to do is even; if not, what keeps it from it. */
export async function idleReason({view, made, tired, now}: IdleQuestion): Promise<IdleReason> {
	const {offer, wanted} = made;
	const {locked} = offer;
	const isFree = locked.length === 0 && tired.size === 0;
	// What there would be to do if nothing were locked and nothing had been tried.
	const plan = isFree ? offer.plan : await sliced(planInSteps(view, wanted), {now});
	const isBarred = balanceShortfall(plan) !== undefined;
	const closed = closedNames(plan);
	const isEven = !isBarred && isWithin(plan, wanted.tolerance ?? 0);
	if (isEven && closed.length === 0) {
		return {line: 'even', kind: 'even'};
	}

	const stays = isEven ? [] : [...plan.stays].filter(([reason]) => reason !== 'nowhere-better');
	const reasons = [
		...(isBarred
			? [
					`${plan.stepDowns} step-${plan.stepDowns === 1 ? 'down' : 'downs'} left`,
					...(tired.size > 0 ? [`too many attempts on ${tired.size} groups lately`] : []),
					...locked.map(each => `locked: ${lockedLine(each)}`),
				]
			: []),
		...stays.map(([reason, {length}]) => `${length} groups: ${stayReasonText[reason]}`),
		...closed,
	];
	const kind = [
		...(isBarred ? [tired.size > 0, ...locked.map(lockedWords)] : []),
		...stays.map(([reason]) => reason),
		...closed,
	].join();
	return reasons.length === 0
		? {line: 'as even as its replica sets allow', kind: 'best'}
		: {line: `not even: ${reasons.join('; ')}`, kind: `not even: ${kind}`};
}

/** Servers that take part, but are given no leaders. */
function closedNames({closed, before}: Plan): string[] {
	return before.shares.flatMap(({server: {name, state}}) => {
		const reason = closed.get(name);
		return reason === undefined || !hasJetStream[state] ? [] : [`${name} ${closedText(reason)}`];
	});
}

/** Whether all servers that may get leaders are within the tolerance. */
function isWithin({loads, closed}: Plan, tolerance: number): boolean {
	const open = loads.filter(({server}) => !closed.has(server)).map(({after}) => after);
	const band = bandOf(open.reduce((sum, load) => sum + load, 0) / open.length, tolerance);
	return Math.max(...open) - Math.min(...open) <= 1 || open.every(load => isIn(band, load));
}

function isIn({low, high}: ReturnType<typeof bandOf>, load: number): boolean {
	return low <= load && load <= high;
}

type DeferQuestion = {
	readonly view: ClusterView;
	readonly cluster: string;
	/** How long a server that came back is spared. */
	readonly restMs: number;
	/** Epoch in ms. */
	readonly now: number;
};

/** Why it is no time to move leaders; undefined when it is. */
export function deferReason({view, cluster, restMs, now}: DeferQuestion): string | undefined {
	const lost = whyLost(view.connection);
	const [refusal] = refusalReasons(view, cluster);
	if (lost !== undefined || refusal) {
		return lost ?? refusal?.line;
	}

	const servers = [...view.servers.values()].filter(server => server.cluster === cluster);
	const returning = servers.find(
		server =>
			server.state === 'recovering' ||
			(hasJetStream[server.state] && isResting(server, {now, restMs})),
	);
	if (returning) {
		return `${returning.name} has just come back`;
	}

	const behind = servers.find(
		server =>
			hasJetStream[server.state] && server.rejoinedAt !== undefined && isBehind(view, server.name),
	);
	return behind && `${behind.name} has not caught up yet`;
}

function isBehind(view: ClusterView, server: string): boolean {
	for (const {followers} of view.groups.values()) {
		const follower = followers.find(each => each.server === server);
		if (follower && follower.lag > 0 && !follower.current) {
			return true;
		}
	}

	return false;
}
