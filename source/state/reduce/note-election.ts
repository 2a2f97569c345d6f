import type {LeaderElected} from '../../domain/cluster-event.ts';
import {electionCause, type LeftServer} from '../../domain/election-cause.ts';
import type {RaftGroup} from '../../domain/raft-group.ts';
import type {Knowledge} from '../knowledge.ts';

type Circumstances = {
	/** The group with its new leader. */
	readonly group: RaftGroup;
	/** Who led before, as far as known. */
	readonly from: string | undefined;
	/** Since when that one had led, as far as known. */
	readonly ledSince: number | undefined;
	/** Since when nobody led, as far as seen. */
	readonly lostAt: number | undefined;
	readonly isNew: boolean;
};

/** Records an election with the cause that was seen for it. */
export function noteElection(
	knowledge: Knowledge,
	{at, leader, group: identity}: LeaderElected,
	{group, from, ledSince, lostAt, isNew}: Circumstances,
): void {
	const {elections, requests} = knowledge;
	const request = requests.take(identity, at);
	const begin = isNew ? undefined : (lostAt ?? request?.at);
	elections.add({
		at,
		group,
		from,
		to: leader,
		cause: electionCause({
			at,
			request: request?.by,
			server: leftServer(knowledge, from),
			ledSince,
			hadLostQuorum: elections.hadLostQuorum(group.key, at),
			isNew,
		}),
		who: request && whoAsked(request, knowledge.movers.get(group.cluster)),
		gapMs: begin === undefined ? undefined : Math.max(0, at - begin),
	});
}

/** A request of a leadertop, or of a client that is not told, gets the name of the leadertop that has claimed the cluster. */
function whoAsked(
	{by, who}: {readonly by: 'us' | 'others'; readonly who: string | undefined},
	mover: string | undefined,
): string | undefined {
	const isMovers = by === 'others' && (who === undefined || who.startsWith('leadertop'));
	return isMovers && mover !== undefined ? `${who ?? 'others'} (${mover})` : who;
}

/**
 * How long after an election the state of the old leader's server may still explain it, in ms. A server that is stopped
 * hands its leaders over before it says so; one that was killed is missed only after some looks.
 */
const explainsMs = 10_000;

/** The server has been seen to be in another state: that may be why its groups have just elected. */
export function explainElections(knowledge: Knowledge, server: string, at: number): void {
	const left = leftServer(knowledge, server);
	knowledge.elections.explain(at - explainsMs, ({from}) =>
		from === server
			? electionCause({
					at,
					request: undefined,
					server: left,
					ledSince: undefined,
					hadLostQuorum: false,
					isNew: false,
				})
			: 'untold',
	);
}

function leftServer(
	{servers, departures}: Knowledge,
	name: string | undefined,
): LeftServer | undefined {
	const server = name === undefined ? undefined : servers.get(name);
	return (
		server && {
			state: server.state,
			leaving: departures.get(server.name),
			rejoinedAt: server.rejoinedAt,
		}
	);
}
