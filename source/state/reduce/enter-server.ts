import {serversPlanAlike} from '../../domain/plan/plans-alike.ts';
import type {Server, ServerState} from '../../domain/server.ts';
import {noRestart} from '../../domain/server-restart.ts';
import type {Knowledge} from '../knowledge.ts';
import {abandonLeaders} from './abandon-leaders.ts';
import {noteRestart} from '../note-restart.ts';
import {explainElections} from './note-election.ts';

/** States in which a server leads no replicated group. A silent one may still lead: nothing is proven. */
const leadsNothing: Readonly<Record<ServerState, boolean>> = {
	online: false,
	'lame-duck': false,
	recovering: true,
	'no-jetstream': true,
	silent: false,
	offline: true,
};

/** Enters a server in its present state, with what follows from it for its groups, its inventory and the meta group. */
export function enterServer(knowledge: Knowledge, server: Server, at: number): void {
	const {servers, looked, metaLeaders} = knowledge;
	const before = servers.get(server.name);
	servers.set(server.name, server);
	if (!before || !serversPlanAlike(before, server)) {
		knowledge.serversPlanRevision++;
	}

	if (before?.state !== server.state || before.rejoinedAt !== server.rejoinedAt) {
		explainElections(knowledge, server.name, at);
	}

	if (before) {
		remember(knowledge, before, server, at);
	}

	if (!leadsNothing[server.state]) {
		return;
	}

	looked.delete(server.name);
	abandonLeaders(knowledge, server.name, at);
	for (const [cluster, {leader}] of metaLeaders) {
		if (leader === server.name) {
			metaLeaders.delete(cluster);
		}
	}
}

function remember({restarts}: Knowledge, before: Server, after: Server, at: number): void {
	const known = restarts.get(after.name);
	const noted = noteRestart(known, before, after, at);
	if (noted !== known && noted !== noRestart) {
		restarts.set(after.name, noted);
	}
}

/** Lets a known server go over to another state; without effect when it is in it already. */
export function changeState(
	knowledge: Knowledge,
	server: Server,
	state: ServerState,
	at: number,
): void {
	const changed = state !== server.state;
	enterServer(knowledge, changed ? {...server, state, stateSince: at} : server, at);
}
