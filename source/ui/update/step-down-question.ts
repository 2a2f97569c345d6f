import {cleanText} from '../../domain/clean-text.ts';
import {whyNotLeader, whyNotMovable} from '../../domain/fitness.ts';
import type {Move, MoveOutcome} from '../../domain/move.ts';
import type {GroupKey, RaftGroup} from '../../domain/raft-group.ts';
import {counted} from '../../domain/words.ts';
import {supports} from '../../domain/server-version.ts';
import {stepDownCommand, type Command} from '../nats-command.ts';
import type {
	Asked,
	Expected,
	MovesQuestion,
	PlannedMove,
	RefusedGroup,
	Target,
} from '../question.ts';
import type {World} from '../world.ts';

/** What a step-down is decided by. */
type StepDownWorld = Pick<
	World,
	'view' | 'permissionOf' | 'rules' | 'mover' | 'drained' | 'refusals'
>;

/**
 * The question before groups are stepped down: what would move, and what not and why.
 * @param to the server to lead them; undefined leaves it to each group
 */
export function askStepDown(
	keys: readonly GroupKey[],
	to: string | undefined,
	world: StepDownWorld,
): MovesQuestion {
	const groups = keys.map(key => ({key, from: world.view.groups.get(key)?.leader, to}));
	return askAgain({type: 'step-down', groups}, world);
}

/** The question whether the groups that a run moved go back where they were. What has changed since stays as it is. */
export function askUndo(lastRun: readonly MoveOutcome[], world: StepDownWorld): MovesQuestion {
	return askAgain({type: 'undo', groups: movedGroups(lastRun)}, world);
}

/** The same question as things are now. A group that has got another leader meanwhile is no longer what was asked about. */
export function askAgain(asked: Asked, world: StepDownWorld): MovesQuestion {
	const found = sortOut(asked, world);
	return asked.type === 'undo' ? undoQuestion(found, world) : stepDownQuestion(found, world);
}

type Found = Pick<MovesQuestion, 'moves' | 'refused' | 'commands' | 'expected' | 'asked'> & {
	readonly wanted: readonly Move[];
};

function sortOut(asked: Asked, world: StepDownWorld): Found {
	const wanted: Move[] = [];
	const moves: PlannedMove[] = [];
	const refused: RefusedGroup[] = [];
	const commands: Command[] = [];
	for (const {key, from, to} of asked.groups) {
		const group = world.view.groups.get(key);
		if (!group) {
			continue;
		}

		const {account, stream, consumer, leader} = group;
		const reason =
			leader === from ? whyNot(group, to, world) : changeWords(asked.type, leader, from);
		if (reason !== undefined || leader === undefined) {
			refused.push({account, stream, consumer, reason: reason ?? 'has no leader'});
			continue;
		}

		const candidates = candidatesOf(group, world);
		wanted.push({group: key, from: leader, to});
		moves.push({account, stream, consumer, from: leader, to, candidates});
		commands.push(stepDownCommand(group, to));
	}

	return {wanted, moves, refused, commands, expected: expectedLeaders(moves, world), asked};
}

function changeWords(
	type: Asked['type'],
	leader: string | undefined,
	from: string | undefined,
): string {
	if (type === 'undo') {
		return leader === undefined
			? `has no leader now, was led by ${from}`
			: `is led by ${leader} now, not by ${from}`;
	}

	return leader === undefined ? 'lost its leader meanwhile' : `moved to ${leader} meanwhile`;
}

function stepDownQuestion({wanted, ...found}: Found, world: StepDownWorld): MovesQuestion {
	const {moves} = found;
	const to = moves[0]?.to;
	const accounts = new Set(moves.map(({account}) => account));
	const direction = to === undefined ? '' : `, to ${to}`;
	return {
		...found,
		type: 'moves',
		title:
			moves.length === 0
				? 'Nothing to step down'
				: `Step down ${counted(moves.length, 'group')}${direction}?`,
		warnings: othersAtWork(wanted, wanted.length > 1, world),
		remarks: [
			...(moves.length > 0 && to === undefined
				? ['Each group elects one of its healthy followers. T chooses the server.']
				: []),
			...(accounts.size > 1 ? [`Groups of ${accounts.size} accounts.`] : []),
		],
		intent: {type: 'step-down', moves: wanted},
	};
}

function undoQuestion({wanted, ...found}: Found, world: StepDownWorld): MovesQuestion {
	const {moves} = found;
	const unseen = clustersOf(wanted, world).flatMap(name => world.refusals?.(name) ?? []);
	const undrain = [...world.drained].filter(server => moves.some(({to}) => to === server));
	return {
		...found,
		type: 'moves',
		title: `Undo the last run: move ${counted(moves.length, 'group')} back?`,
		warnings: [
			...othersAtWork(wanted, true, world),
			...unseen.map(refusal => `Incomplete: ${refusal}. Yes runs it anyway.`),
		],
		remarks: undrain.map(server => `This undrains ${server}: plans may give it leaders again.`),
		intent: {type: 'undo', moves: wanted, undrain, force: unseen.length > 0},
	};
}

/** Where each group is after the run and where it was before; one that came back is left out. */
function movedGroups(lastRun: readonly MoveOutcome[]): Asked['groups'] {
	const ways = new Map<GroupKey, {readonly from: string; readonly to: string}>();
	for (const {move, elected} of lastRun) {
		if (elected !== undefined) {
			ways.set(move.group, {from: elected, to: ways.get(move.group)?.to ?? move.from});
		}
	}

	return Array.from(ways, ([key, way]) => ({key, ...way})).filter(({from, to}) => from !== to);
}

/** Servers that can take over at least one of the groups: those that can take all first, then the emptiest. */
export function targetsFor(keys: readonly GroupKey[], world: StepDownWorld): readonly Target[] {
	const {view} = world;
	const eligible = new Map<string, number>();
	for (const key of keys) {
		const group = view.groups.get(key);
		for (const {server} of group?.followers ?? []) {
			if (group && whyNot(group, server, world) === undefined) {
				eligible.set(server, (eligible.get(server) ?? 0) + 1);
			}
		}
	}

	return Array.from(eligible, ([server, count]): Target => {
		const {streams = 0, consumers = 0} = view.counts.get(server) ?? {};
		return {server, eligible: count, leaders: streams + consumers};
	}).sort(
		(a, b) => b.eligible - a.eligible || a.leaders - b.leaders || (a.server < b.server ? -1 : 1),
	);
}

/** Why a group cannot be stepped down (to that server), as the end of a sentence that begins with its name. */
export function whyNot(
	group: RaftGroup,
	to: string | undefined,
	{view, permissionOf}: Pick<StepDownWorld, 'view' | 'permissionOf'>,
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
		return `cannot be directed: its leader ${group.leader} runs ${version || 'an unknown version'}, a target needs 2.11; use S`;
	}

	const follower = group.followers.find(({server}) => server === to);
	return follower ? whyNotLeader(follower, group, view.servers) : `has no replica on ${to}`;
}

/** Servers that may be made leader of a group now. */
function candidatesOf(group: RaftGroup, {view}: StepDownWorld): readonly string[] {
	return group.followers
		.filter(follower => whyNotLeader(follower, group, view.servers) === undefined)
		.map(({server}) => server);
}

/**
 * Leaders of the servers that win or lose some, after all moves.
 * A group that chooses its leader itself may be won by any of its candidates: most is if it wins them all, least if none;
 * where there is only one candidate, it is sure.
 */
export function expectedLeaders(
	moves: readonly PlannedMove[],
	{view, rules}: {readonly view: Pick<World['view'], 'counts'>; readonly rules: World['rules']},
): ReadonlyMap<string, Expected> {
	const expected = new Map<string, Expected>();
	const change = (server: string, least: number, most: number) => {
		const {streams = 0, consumers = 0, r1 = 0} = view.counts.get(server) ?? {};
		const now = streams + consumers + (rules.countR1 ? r1 : 0);
		const before = expected.get(server) ?? {least: now, most: now};
		expected.set(server, {least: before.least + least, most: before.most + most});
	};

	for (const {from, to, candidates} of moves) {
		change(from, -1, -1);
		const winners = to === undefined ? candidates : [to];
		for (const winner of winners) {
			change(winner, winners.length === 1 ? 1 : 0, 1);
		}
	}

	return expected;
}

/**
 * Who else moves leaders where these would be moved, one line for each cluster.
 * @param isRun whether that is refused while another leadertop is at work
 */
function othersAtWork(
	moves: readonly Move[],
	isRun: boolean,
	world: StepDownWorld,
): readonly string[] {
	return clustersOf(moves, world).flatMap(name => {
		const words = world.mover?.(name);
		const effect = isRun ? 'Refused while that lasts.' : 'It may move your leaders back.';
		return words === undefined ? [] : [`${cleanText(name)}: ${words}. ${effect}`];
	});
}

/** The clusters that moves are in. */
function clustersOf(moves: readonly Move[], {view}: StepDownWorld): readonly string[] {
	const names = moves.map(({group}) => view.groups.get(group)?.cluster);
	return [...new Set(names)].filter(name => name !== undefined);
}
