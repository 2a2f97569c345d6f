import type {Server, ServerState} from '../server.ts';
import {isResting} from './is-resting.ts';
import type {PlanOptions} from './plan-options.ts';

/** Why a server must not be given leaders. */
export type ClosedReason = 'draining' | 'cordoned' | 'resting' | Exclude<ServerState, 'online'>;

/** Why this server must not be given leaders now; undefined when it may be. */
export function whyClosed(
	server: Server,
	{drain = [], cordon = [], rest}: Pick<PlanOptions, 'drain' | 'cordon' | 'rest'>,
): ClosedReason | undefined {
	const {name, state} = server;
	if (drain.includes(name)) {
		return 'draining';
	}

	if (state !== 'online') {
		return state;
	}

	if (cordon.includes(name)) {
		return 'cordoned';
	}

	return rest && isResting(server, rest) ? 'resting' : undefined;
}

/** Why a server is given no leaders, behind its name. */
export const closedText: Readonly<Record<ClosedReason, string>> = {
	draining: 'is drained',
	cordoned: 'is kept empty: given no leaders',
	resting: 'is just back and rests',
	'lame-duck': 'is in lame-duck mode',
	recovering: 'is still recovering',
	'no-jetstream': 'has no JetStream',
	silent: 'is not responding',
	offline: 'is offline',
};
