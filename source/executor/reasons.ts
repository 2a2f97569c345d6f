import type {MoveOutcome} from '../domain/move.ts';
import type {ServerState} from '../domain/server.ts';
import {counted} from '../domain/words.ts';

/** Why a run stopped before its goal. */
export type StopReason =
	/** By a key or a signal. */
	| {readonly type: 'asked'; readonly detail: string}
	| {readonly type: 'server-left'; readonly server: string; readonly how: ServerLoss}
	| {readonly type: 'quorum-lost'; readonly group: string}
	/** `last`: what went wrong last, in the server's own words. */
	| {readonly type: 'too-many-errors'; readonly errors: number; readonly last: string}
	| {readonly type: 'connection-lost'; readonly detail: string | undefined}
	| {readonly type: 'audit-failed'; readonly detail: string}
	| {readonly type: 'claim-lost'; readonly detail: string}
	| {readonly type: 'plan-failed'; readonly detail: string}
	/** Of leadertop's own. */
	| {readonly type: 'fault'; readonly detail: string};

/** What became of a server that was online when the run began. */
export type ServerLoss = Exclude<ServerState, 'online'> | 'restarted';

const losses: Readonly<Record<ServerLoss, string>> = {
	'lame-duck': 'went into lame-duck mode',
	recovering: 'restarted and is still recovering',
	'no-jetstream': 'lost JetStream',
	silent: 'is not responding',
	offline: 'went offline',
	restarted: 'restarted',
};

/** The reason as one line for the operator. */
export function stopLine(reason: StopReason): string {
	switch (reason.type) {
		case 'asked':
			return `stopped: ${reason.detail}`;
		case 'server-left':
			return `server ${reason.server} ${losses[reason.how]}`;
		case 'quorum-lost':
			return `${reason.group} lost its quorum`;
		case 'too-many-errors':
			return `${reason.errors} step-downs failed, the last: ${reason.last}`;
		case 'connection-lost':
			return reason.detail === undefined
				? 'the connection was lost'
				: `the connection was lost: ${reason.detail}`;
		default:
			return reason.detail;
	}
}

/** Why a list of moves is not done; undefined when all went as wanted. */
export function missesOf(moves: readonly MoveOutcome[]): string | undefined {
	const [first, ...more] = moves.filter(({result}) => result !== 'as-wanted');
	return first
		? `${more.length + 1} of ${moves.length} step-downs failed or went elsewhere, the first: ${first.reason}`
		: undefined;
}

/** Why a plan ended with so many moves left. */
export function leftoverOf(left: number, moves: readonly MoveOutcome[]): string | undefined {
	if (left === 0) {
		return undefined;
	}

	const last = moves.findLast(({reason}) => reason !== undefined)?.reason;
	return `${counted(left, 'step-down')} left: too many attempts on their groups${last === undefined ? '' : `; last reason: ${last}`}`;
}
