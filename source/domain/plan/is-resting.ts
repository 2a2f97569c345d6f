import type {Server} from '../server.ts';

/** How long a server that came back is spared, in ms, and the time it is (epoch in ms). */
export type Rest = {readonly now: number; readonly restMs: number};

/**
 * Whether a server came back less than the rest ago: before our eyes, or by what it says of its start. Its clock may be
 * another than ours, so that one which has been up for so long before our eyes has rested, whatever it says.
 */
export function isResting(
	{rejoinedAt, startedAt, stateSince}: Pick<Server, 'rejoinedAt' | 'startedAt' | 'stateSince'>,
	{now, restMs}: Rest,
): boolean {
	const isRecent = (at: number | undefined) => at !== undefined && now - at < restMs;
	return isRecent(rejoinedAt) || (isRecent(startedAt) && isRecent(stateSince));
}
