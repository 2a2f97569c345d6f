import type {Server, ServerState} from '../server.ts';
import type {PlanOptions} from './plan-options.ts';

/** Why a server must not be given leaders. */
export type ClosedReason = 'draining' | 'cordoned' | 'resting' | Exclude<ServerState, 'online'>;

/** Why this server must not be given leaders now; undefined when it may be. */
export function whyClosed(
	{name, state, rejoinedAt}: Server,
	{drain = [], cordon = [], rest}: Pick<PlanOptions, 'drain' | 'cordon' | 'rest'>,
): ClosedReason | undefined {
	if (drain.includes(name)) {
		return 'draining';
	}

	if (state !== 'online') {
		return state;
	}

	if (cordon.includes(name)) {
		return 'cordoned';
	}

	return rest && rejoinedAt !== undefined && rest.now - rejoinedAt < rest.restMs
		? 'resting'
		: undefined;
}
