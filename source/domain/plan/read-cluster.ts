import type {ClusterPicture} from '../cluster-picture.ts';
import {defaultCountingRules} from '../distribution.ts';
import {mayLead} from '../fitness.ts';
import {append} from '../key-index.ts';
import type {GroupKey, RaftGroup} from '../raft-group.ts';
import {hasJetStream, type Server} from '../server.ts';
import {finish, visit, type Steps} from '../steps.ts';
import {closedReason, type ClosedReason} from './closed-servers.ts';
import {GroupClassifier, type GroupClasses} from './group-classes.ts';
import {inScope, type PlanOptions} from './plan-options.ts';

/** One cluster as the planner sees it. Servers are numbers: positions in `servers`. */
export type ClusterReading = {
	readonly cluster: string;
	readonly servers: readonly Server[];
	/** Why a server must not be given leaders; undefined where it may be. */
	readonly closed: readonly (ClosedReason | undefined)[];
	/** Groups that can move, in the picture's order. */
	readonly movable: readonly RaftGroup[];
	/** The class of each of them. */
	readonly classOf: readonly number[];
	readonly classes: GroupClasses;
	/** Groups that cannot move. */
	readonly pinned: ReadonlyMap<StayReason, readonly RaftGroup[]>;
	/** How many replicated groups are pinned to each server. */
	readonly fixed: CountsByKind;
	/** How many one-replica groups each server has. */
	readonly r1: CountsByKind;
	/** Whether those are load. */
	readonly countR1: boolean;
	readonly leaderless: readonly GroupKey[];
};

/** One number per server for each kind. */
type CountsByKind = Readonly<Record<RaftGroup['kind'], Int32Array>>;

/** Groups that are read in one step. */
const groupsPerStep = 500;

/** Reads one cluster out of the picture, in one pass over all groups. */
export function readCluster(picture: ClusterPicture, options: PlanOptions): ClusterReading {
	return finish(readInSteps(picture, options));
}

/** The same in steps, for the picture as it is at the first of them. */
export function* readInSteps(picture: ClusterPicture, options: PlanOptions): Steps<ClusterReading> {
	const {cluster, scope = {}, rules: {countR1} = defaultCountingRules} = options;
	const servers = [...picture.servers.values()].filter(server => server.cluster === cluster);
	const numbers = new Map(servers.map((server, number) => [server.name, number]));
	const closed = servers.map(server => closedReason(server, options));
	// A leader elsewhere can be asked nothing.
	const reachable = servers.map(server => hasJetStream[server.state]);
	const isInScope = inScope(scope);
	const classifier = new GroupClassifier(servers.length);
	const movable: RaftGroup[] = [];
	const classOf: number[] = [];
	const pinned = new Map<StayReason, RaftGroup[]>();
	const fixed = noCounts(servers.length);
	const r1 = noCounts(servers.length);
	const leaderless: GroupKey[] = [];
	const candidates: number[] = [];

	yield* visit([...picture.groups.values()], groupsPerStep, group => {
		if (group.cluster !== cluster) {
			return;
		}

		const leader = group.leader === undefined ? undefined : numbers.get(group.leader);
		if (group.leader === undefined && group.replicas > 1) {
			leaderless.push(group.key);
		} else if (leader !== undefined) {
			place(group, leader);
		}
	});

	return {
		cluster,
		servers,
		closed,
		movable,
		classOf,
		classes: classifier.finish(),
		pinned,
		fixed,
		r1,
		countR1,
		leaderless,
	};

	function place(group: RaftGroup, leader: number): void {
		findCandidates(group, leader);
		if (candidates.length > 0 && reachable[leader] && isInScope(group)) {
			movable.push(group);
			classOf.push(classifier.add(group.kind, leader, candidates));
			return;
		}

		append(pinned, pinnedReason(group, reachable[leader] === true, isInScope(group)), group);
		const counts = (group.replicas === 1 ? r1 : fixed)[group.kind];
		counts[leader] = (counts[leader] ?? 0) + 1;
	}

	/** Who may lead the group besides its leader, ascending. One list for all groups: a new one each costs more than all the rest. */
	function findCandidates(group: RaftGroup, leader: number): void {
		const {followers, replicas} = group;
		candidates.length = 0;
		if (replicas === 1) {
			return;
		}

		for (const follower of followers) {
			const number = numbers.get(follower.server);
			if (
				number !== undefined &&
				number !== leader &&
				closed[number] === undefined &&
				mayLead(follower, group)
			) {
				insert(candidates, number);
			}
		}
	}
}

function noCounts(size: number): CountsByKind {
	return {stream: new Int32Array(size), consumer: new Int32Array(size)};
}

function insert(ascending: number[], number: number): void {
	let place = ascending.length;
	for (; place > 0 && (ascending[place - 1] ?? 0) > number; place--) {
		ascending[place] = ascending[place - 1] ?? 0;
	}

	ascending[place] = number;
}

/** Why a group that cannot move cannot: the reason nearest to the group itself first. */
function pinnedReason(group: RaftGroup, isReachable: boolean, isInScope: boolean): StayReason {
	const {replicas, followers} = group;
	if (replicas === 1) {
		return 'one-replica';
	}

	if (!isReachable) {
		return 'leader-unreachable';
	}

	if (!isInScope) {
		return 'out-of-scope';
	}

	if (followers.some(follower => mayLead(follower, group))) {
		return 'followers-closed';
	}

	return followers.some(follower => follower.online) ? 'followers-behind' : 'followers-offline';
}

/** Why a group stays on a server that should lead less. */
export type StayReason =
	| 'one-replica'
	| 'leader-unreachable'
	| 'out-of-scope'
	| 'followers-offline'
	| 'followers-behind'
	| 'followers-closed'
	| 'nowhere-better';

/** The reasons in words, for whatever shows them, in the order in which they are shown. */
export const stayReasonText: Readonly<Record<StayReason, string>> = {
	'one-replica': 'one replica (R1), cannot move',
	'followers-offline': 'no follower is online',
	'followers-behind': 'no follower is current and without lag',
	'followers-closed': 'its healthy followers are on servers that take no leaders now',
	'leader-unreachable': 'its leader is not responding',
	'out-of-scope': 'locked or not selected',
	'nowhere-better': 'no move improves the balance',
};

/** Whether two descriptions of one group make no difference to any plan that counts leaders, nor to whether servers may be stopped. */
export function groupsPlanAlike(a: RaftGroup, b: RaftGroup): boolean {
	return (
		a.leader === b.leader &&
		a.replicas === b.replicas &&
		a.cluster === b.cluster &&
		a.account === b.account &&
		a.followers.length === b.followers.length &&
		a.followers.every((follower, index) => {
			const other = b.followers[index];
			const isFit = mayLead(follower, a);
			return (
				other?.server === follower.server &&
				other.online === follower.online &&
				mayLead(other, b) === isFit &&
				(isFit || other.lag === follower.lag)
			);
		})
	);
}

/** The same of a server. */
export function serversPlanAlike(a: Server, b: Server): boolean {
	return (
		a.state === b.state &&
		a.cluster === b.cluster &&
		a.version === b.version &&
		a.rejoinedAt === b.rejoinedAt
	);
}
