import type {CountingRules} from '../distribution.ts';
import type {RaftGroup} from '../raft-group.ts';

/**
 * What a plan evens out.
 * - `streams-then-total`: the stream leaders among themselves first (they take the writes), then all leaders with only the consumers moving
 * - `total`: all leaders, and any of them may move
 * - `streams`: the stream leaders among themselves; consumers neither count nor move
 * - `consumers`: all leaders, only the consumers move
 */
export type PlanGoal = 'streams-then-total' | 'total' | 'streams' | 'consumers';

export type PlanMeasure = 'count' | 'messages';

export const defaultGoal: PlanGoal = 'streams-then-total';

export type PlanOptions = {
	/** Name of the cluster. Plans never cross clusters. */
	readonly cluster: string;
	/** Default `defaultGoal`. */
	readonly goal?: PlanGoal;
	/**
	 * Whether the streams stay even among themselves where giving that up would make the total more even: for the rest of a
	 * run that set out with it. Default: no.
	 */
	readonly keepsGoal?: boolean;
	/** Whether a leader weighs 1 (default) or its messages per second. The latter takes the goal `streams-then-total` as `total`. */
	readonly measure?: PlanMeasure;
	/** Servers within this share of the even level are left alone: 0.05 is 5 %. Default 0. */
	readonly tolerance?: number;
	/** Servers to empty, by name. */
	readonly drain?: readonly string[];
	/** Servers that get no leaders, by name. */
	readonly cordon?: readonly string[];
	/** Servers that rest get no leaders. Default: no rest. */
	readonly rest?: Rest;
	/** Groups outside of it do not move and count as fixed load. Default: every group. */
	readonly scope?: PlanScope;
	/** Default `defaultCountingRules`. */
	readonly rules?: CountingRules;
};

/** How long a server that came back gets no leaders, in ms, and the present (epoch in ms). */
export type Rest = {readonly now: number; readonly restMs: number};

/** Which groups may be moved; what is left out does not limit. */
type PlanScope = {
	/** Names or ids. */
	readonly accounts?: readonly string[];
	/** Name of the stream, where `*` stands for any characters. */
	readonly stream?: string;
	/** Servers whose leaders may be moved, by name: `{drain: ['n1'], scope: {leaders: ['n1']}}` empties n1 and touches nothing else. */
	readonly leaders?: readonly string[];
	/** Groups of these that may not be moved. */
	readonly except?: readonly PermissionUnit[];
};

/** Groups that a permission covers together: those of an account, of one kind and domain. */
type PermissionUnit = Pick<RaftGroup, 'accountId' | 'kind' | 'domain'>;

/** One evening-out: which leaders count as load, and which of them may move. */
export type Phase = {
	readonly counts: readonly RaftGroup['kind'][];
	readonly moves: readonly RaftGroup['kind'][];
};

export const everything: Phase = {counts: ['stream', 'consumer'], moves: ['stream', 'consumer']};

export const phasesOf: Readonly<Record<PlanGoal, readonly Phase[]>> = {
	'streams-then-total': [
		{counts: ['stream'], moves: ['stream']},
		{counts: ['stream', 'consumer'], moves: ['consumer']},
	],
	total: [everything],
	streams: [{counts: ['stream'], moves: ['stream']}],
	consumers: [{counts: ['stream', 'consumer'], moves: ['consumer']}],
};

/** The kinds of leaders that count for a goal in the end. */
export function countedBy(goal: PlanGoal): readonly RaftGroup['kind'][] {
	return phasesOf[goal].at(-1)?.counts ?? [];
}

/** The kinds of leaders that a goal moves, in any phase. */
export function movedBy(goal: PlanGoal): readonly RaftGroup['kind'][] {
	return phasesOf[goal].flatMap(phase => phase.moves);
}

/** The test whether a group is one that the plan may move. */
export function inScope({
	accounts,
	stream,
	leaders,
	except = [],
}: PlanScope): (group: ScopedGroup) => boolean {
	const matchesStream = stream === undefined ? () => true : glob(stream);
	const excepted = new Map<string, readonly PermissionUnit[]>();
	for (const sort of except) {
		excepted.set(sort.accountId, [...(excepted.get(sort.accountId) ?? []), sort]);
	}

	const isExcepted = ({accountId, kind, domain}: ScopedGroup) =>
		excepted.get(accountId)?.some(sort => sort.kind === kind && sort.domain === domain) === true;
	return group =>
		(accounts === undefined ||
			accounts.includes(group.account) ||
			accounts.includes(group.accountId)) &&
		(leaders === undefined || (group.leader !== undefined && leaders.includes(group.leader))) &&
		matchesStream(group.stream) &&
		!isExcepted(group);
}

type ScopedGroup = PermissionUnit & Pick<RaftGroup, 'account' | 'stream' | 'leader'>;

function glob(pattern: string): (name: string) => boolean {
	const [first = '', ...rest] = pattern.split('*');
	const last = rest.pop();
	if (last === undefined) {
		return name => name === pattern;
	}

	return name => {
		if (!name.startsWith(first) || !name.endsWith(last)) {
			return false;
		}

		// The parts between two stars may stand anywhere, in their order: the leftmost place leaves the most room for the next.
		let position = first.length;
		for (const part of rest) {
			const found = name.indexOf(part, position);
			if (found === -1) {
				return false;
			}

			position = found + part.length;
		}

		return position <= name.length - last.length;
	};
}
