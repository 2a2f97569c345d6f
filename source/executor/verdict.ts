import type {StepDownAnswer} from '../cluster.ts';
import type {ClusterPicture} from '../domain/cluster-picture.ts';
import type {Move, MoveResult} from '../domain/move.ts';
import {whyNotLeader} from '../domain/fitness.ts';

/** What has been learned of a step-down since its request was sent. */
export type Evidence = {
	readonly answer: StepDownAnswer | undefined;
	/** Who was elected last; undefined while no election was seen. */
	readonly elected: string | undefined;
	readonly deleted: boolean;
	/** The deadline has passed: what is not known by now will not be waited for. */
	readonly overdue: boolean;
};

export type Verdict = {readonly result: MoveResult; readonly reason: string | undefined};

/**
 * How a step-down ended, or undefined while that is open.
 *
 * The election decides: the answer means only that the leader stepped down, and on some versions comes later.
 * An election of another server than the wanted one counts only with the leader's answer or at the deadline: it may have
 * happened before the request arrived. An `unconfirmed` answer is not the leader's: the step-down may be under way.
 */
export function verdictOf(
	move: Move,
	{answer, elected, deleted, overdue}: Evidence,
): Verdict | undefined {
	const isAnswered = overdue || (answer !== undefined && answer.type !== 'unconfirmed');
	const left = elected !== undefined && elected !== move.from;
	if (left && (move.to === undefined || elected === move.to)) {
		return {result: 'as-wanted', reason: undefined};
	}

	if (deleted) {
		return {result: 'no-election', reason: 'the group was deleted after the request'};
	}

	if (left && isAnswered) {
		const words = answer?.type === 'refused' ? ` (${answer.reason})` : '';
		return {result: 'elsewhere', reason: `wanted ${move.to}, got ${elected}${words}`};
	}

	if (answer?.type === 'refused') {
		return {result: 'refused', reason: answer.reason};
	}

	if (!overdue) {
		return undefined;
	}

	if (answer?.type === 'unconfirmed' && elected === undefined) {
		return {result: 'refused', reason: answer.reason};
	}

	// An election of the old leader may also be an older one whose news came late: hence not before the deadline.
	if (elected !== undefined) {
		return {result: 'elsewhere', reason: `${elected} was elected again`};
	}

	return answer?.type === 'accepted'
		? {result: 'no-election', reason: 'accepted, but no election was seen in time'}
		: {result: 'no-answer', reason: answer?.reason ?? 'no answer in time'};
}

/**
 * Why a move makes no sense (any more) as things are, in one line; undefined when it does.
 * Asked right before the request: the server itself does not look at a wanted leader's lag,
 * and picks another one without a word when it did not hear the wanted one for 3 s.
 */
export function invalidReason(picture: ClusterPicture, move: Move): string | undefined {
	const group = picture.groups.get(move.group);
	if (!group) {
		return 'the group is gone';
	}

	if (group.replicas < 2) {
		return 'it has one replica: no follower can take over';
	}

	if (group.leader === undefined || picture.leaderless.has(move.group)) {
		return 'it has no leader at the moment';
	}

	if (group.leader !== move.from) {
		return `${group.leader} leads it now, not ${move.from}`;
	}

	if (picture.servers.get(move.from)?.state === 'offline') {
		return `${move.from} is offline`;
	}

	const {to} = move;
	const {servers} = picture;
	if (to === undefined) {
		return group.followers.some(each => whyNotLeader(each, group, servers) === undefined)
			? undefined
			: 'no follower can take over';
	}

	const follower = group.followers.find(({server}) => server === to);
	return follower ? whyNotLeader(follower, group, servers) : `${to} is not a follower of it`;
}
