import {hasJetStream, type Server, type ServerState} from '../domain/server.ts';
import {noRestart, type ServerRestart} from '../domain/upgrade/server-restart.ts';

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
	const isNewLife = after.id !== before.id;
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
