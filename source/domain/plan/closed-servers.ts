import {stateConditions, type Server, type ServerState} from '../server.ts';
import type {PlanOptions, Rest} from './plan-options.ts';

/** Why a server must not be given leaders. */
export type ClosedReason = 'draining' | 'cordoned' | 'resting' | Exclude<ServerState, 'online'>;

/** Why this server must not be given leaders now; undefined when it may be. */
export function closedReason(
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
export function closedText(reason: ClosedReason): string {
	switch (reason) {
		case 'draining':
			return 'is drained';
		case 'cordoned':
			return 'is kept empty';
		case 'resting':
			return 'has just come back';
		default:
			return `is ${stateConditions[reason]}`;
	}
}

/**
 * Whether a server came back less than the rest ago: as seen, or by its own start time. Clocks differ: a server seen up
 * for that long has rested, whatever its start time says.
 */
export function isResting(
	{rejoinedAt, startedAt, stateSince}: Pick<Server, 'rejoinedAt' | 'startedAt' | 'stateSince'>,
	{now, restMs}: Rest,
): boolean {
	const isRecent = (at: number | undefined) => at !== undefined && now - at < restMs;
	return isRecent(rejoinedAt) || (isRecent(startedAt) && isRecent(stateSince));
}
