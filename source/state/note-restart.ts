import {hasJetStream, neverMet, type Server, type ServerState} from '../domain/server.ts';
import {noRestart, type ServerRestart} from '../domain/server-restart.ts';

const isAway: Readonly<Record<ServerState, boolean>> = {
	online: false,
	'lame-duck': false,
	recovering: false,
	'no-jetstream': false,
	silent: true,
	offline: true,
};

/** What is known of a server's restarts after it has gone from one state to another; the same object when nothing follows from it. */
export function noteRestart(
	known: ServerRestart = noRestart,
	before: Server,
	after: Server,
	at: number,
): ServerRestart {
	const isNewLife = isLaterLife(after, before);
	const left = !isAway[before.state] && isAway[after.state];
	const came = isAway[before.state] && !isAway[after.state];
	const isUp = hasJetStream[after.state];
	if (left) {
		return {...known, goneAt: at, backAt: undefined, upAt: undefined};
	}

	if (isNewLife) {
		return {
			restarts: known.restarts + 1,
			// Nobody saw it go.
			goneAt: isAway[before.state] ? known.goneAt : undefined,
			backAt: at,
			upAt: isUp ? at : undefined,
			previousVersion: before.version,
		};
	}

	if (came) {
		return {...known, backAt: at, upAt: isUp ? at : undefined};
	}

	const cameUp = !hasJetStream[before.state] && isUp;
	return cameUp ? {...known, upAt: at} : known;
}

/** Whether a server has started again. One that never answered before may have run all the time. */
export function isLaterLife(
	{id, startedAt = 0}: Pick<Server, 'id' | 'startedAt'>,
	before: Server,
): boolean {
	const isFirstSign = before.id === neverMet && before.state === 'silent';
	return isFirstSign
		? startedAt > before.stateSince
		: id !== before.id || (before.startedAt !== undefined && startedAt > before.startedAt);
}
