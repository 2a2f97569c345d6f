import {whyNotLeader, whyNotMovable} from '../../domain/fitness.ts';
import type {Move} from '../../domain/move.ts';
import type {GroupKey, RaftGroup} from '../../domain/raft-group.ts';
import {supports} from '../../domain/server-version.ts';
import type {World} from '../world.ts';
import {expectedLeaders} from './expected-leaders.ts';
import {othersAtWork} from './others-at-work.ts';
import {stepDownCommand, type Command} from '../nats-command.ts';
import type {Asked, MovesQuestion, PlannedMove, RefusedGroup} from '../question.ts';

/** What a step-down is decided by. */
export type StepDownWorld = Pick<World, 'view' | 'permissionOf' | 'rules' | 'mover'>;

/**
 * The question before groups are stepped down: what would move, and what not and why.
 * @param to the server that shall lead them; undefined leaves it to each group
 */
export function askStepDown(
	keys: readonly GroupKey[],
	to: string | undefined,
	world: StepDownWorld,
): MovesQuestion {
	const groups = keys.map(key => ({key, from: world.view.groups.get(key)?.leader}));
	return askAgain({groups, to}, world);
}

/** The same question as things are now. A group that has got another leader meanwhile is no longer what was asked about. */
export function askAgain(asked: Asked, world: StepDownWorld): MovesQuestion {
	const {groups, to} = asked;
	const moves: Move[] = [];
	const planned: PlannedMove[] = [];
	const refused: RefusedGroup[] = [];
	const commands: Command[] = [];
	for (const {key, from} of groups) {
		const group = world.view.groups.get(key);
		if (!group) {
			continue;
		}

		const {account, stream, consumer, leader} = group;
		const reason = leader === from ? whyNot(group, to, world) : whyChanged(group);
		if (reason !== undefined || leader === undefined) {
			refused.push({account, stream, consumer, reason: reason ?? 'has no leader'});
			continue;
		}

		const candidates = candidatesOf(group, world);
		moves.push({group: key, from: leader, to});
		planned.push({account, stream, consumer, from: leader, to, candidates});
		commands.push(stepDownCommand(group, to));
	}

	const direction = to === undefined ? '' : `, to ${to}`;
	return {
		type: 'moves',
		title:
			planned.length === 0
				? 'Nothing to step down'
				: `Step down ${countOf(planned.length)}${direction}?`,
		moves: planned,
		refused,
		expected: expectedLeaders(planned, world),
		warnings: othersAtWork(moves, moves.length > 1, world),
		remarks: remarksOn(planned, to),
		commands,
		asked,
		intent: {type: 'step-down', moves},
	};
}

function whyChanged({leader}: RaftGroup): string {
	return leader === undefined ? 'has lost its leader meanwhile' : `went to ${leader} meanwhile`;
}

/** Servers that may be made leader of a group now. */
export function candidatesOf(
	group: RaftGroup,
	{view}: Pick<StepDownWorld, 'view'>,
): readonly string[] {
	return group.followers
		.filter(follower => whyNotLeader(follower, group, view.servers) === undefined)
		.map(({server}) => server);
}

/** Why a group cannot be stepped down (to that server), as the end of a sentence that begins with its name. */
export function whyNot(
	group: RaftGroup,
	to: string | undefined,
	{view, permissionOf}: StepDownWorld,
): string | undefined {
	const permission = permissionOf(group);
	if (permission.type === 'locked') {
		return `is locked: ${permission.missing}`;
	}

	const immovable = whyNotMovable(group, view.servers);
	if (immovable !== undefined || to === undefined) {
		return immovable;
	}

	if (group.leader === to) {
		return `is led by ${to} already`;
	}

	const version = view.servers.get(group.leader ?? '')?.version ?? '';
	if (!supports(version, 'directedStepDown')) {
		return `cannot be directed: its leader ${group.leader} runs ${version || 'an unknown version'}, and that takes 2.11; S lets it choose`;
	}

	const follower = group.followers.find(({server}) => server === to);
	return follower ? whyNotLeader(follower, group, view.servers) : `has no replica on ${to}`;
}

function remarksOn(planned: readonly PlannedMove[], to: string | undefined): readonly string[] {
	const accounts = new Set(planned.map(({account}) => account));
	return [
		...(planned.length > 0 && to === undefined
			? ['Each group elects one of its healthy followers: which one is not known before.']
			: []),
		...(accounts.size > 1 ? [`Groups of ${accounts.size} accounts.`] : []),
	];
}

export function countOf(count: number): string {
	return `${count} ${count === 1 ? 'group' : 'groups'}`;
}
