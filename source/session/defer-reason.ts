import {isResting} from '../domain/plan/is-resting.ts';
import {hasJetStream} from '../domain/server.ts';
import {refusalReasons} from '../executor/refusals.ts';
import type {ClusterView} from '../state/cluster-view.ts';
import {whyLost} from './coverage.ts';

type WaitQuestion = {
	readonly view: ClusterView;
	readonly cluster: string;
	/** How long a server that came back is spared. */
	readonly restMs: number;
	/** Epoch in ms. */
	readonly now: number;
};

/** Why it is no time to move leaders; undefined when it is. */
export function whyWait({view, cluster, restMs, now}: WaitQuestion): string | undefined {
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
		return `${returning.name} is just back and settles`;
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
