import type {Distribution, ServerShare} from '../distribution.ts';
import {noEvidence, type ReplicaEvidence} from './replica-evidence.ts';
import type {UnevenCause} from './uneven-cause.ts';

const hourMs = 3_600_000;

/** Leaders do not come back by themselves, but later than this other things have happened too. */
export const explainsMs = 7 * 24 * hourMs;

/** Starts within this time belong to one round of restarts. */
const roundMs = 24 * hourMs;

/** Starts closer together than this count as one: the clocks of servers differ. */
const apartMs = 5000;

/**
 * What the servers' starts explain.
 * @param explained members about which something better is known
 */
export function startCauses(
	members: readonly Member[],
	explained: readonly Member[],
	now: number,
): readonly UnevenCause[] {
	return members
		.filter(member => !explained.includes(member))
		.flatMap(member => {
			const {light, heavy} = member;
			const cause = light
				? lightCause(member, members, now)
				: heavy
					? heavyCause(member, members, now)
					: undefined;
			return cause ? [cause] : [];
		});
}

function lightCause(
	member: Member,
	members: readonly Member[],
	now: number,
): UnevenCause | undefined {
	const {server, leaders} = member.share;
	const at = member.startedAt ?? server.rejoinedAt;
	const others = othersOf(member, members);
	return at !== undefined && now - at < explainsMs && missedItsChance(member, others, at)
		? {
				type: 'started',
				server: server.name,
				at,
				again: wasThereBefore(member, others),
				last: isLatest(at, others) && others.some(other => isOfRound(other, members, at)),
				leaders,
			}
		: undefined;
}

/** Whether its groups have not elected since its start; where that is unknown, whether their leaders were up before it. */
function missedItsChance(member: Member, others: readonly Member[], at: number): boolean {
	const {older, missed, open} = member.evidence;
	const wasBefore = ({startedAt = Infinity}: Member) => startedAt < at - apartMs;
	const wasSeen = member.share.server.rejoinedAt !== undefined;
	return missed + open > 0
		? missed > open && (wasSeen || older * 2 > missed + open || others.some(wasBefore))
		: wasSeen || others.filter(({light}) => !light).every(wasBefore);
}

/** Whether it had been there before its start: seen, or most of its groups are older and as many as those of others. */
function wasThereBefore({share, evidence}: Member, others: readonly Member[]): boolean {
	const {older, missed, open, hosted} = evidence;
	return (
		share.server.rejoinedAt !== undefined ||
		(older * 2 > missed + open && hosted >= meanHosted(others) * 0.75)
	);
}

/** Whether it was restarted not long before that time. */
function isOfRound(member: Member, members: readonly Member[], at: number): boolean {
	const {startedAt = -Infinity} = member;
	return at - startedAt < roundMs && wasThereBefore(member, othersOf(member, members));
}

function heavyCause(
	member: Member,
	members: readonly Member[],
	now: number,
): UnevenCause | undefined {
	const {startedAt: at, evidence, share} = member;
	const {server, leaders} = share;
	const others = othersOf(member, members);
	const starts = others.flatMap(({startedAt}) => startedAt ?? []);
	const [first, last] = [Math.min(...starts), Math.max(...starts)];
	const isKnown = at !== undefined && starts.length === others.length;
	if (!isKnown || now - first > roundMs || others.some(other => other.share.leaders > leaders)) {
		return undefined;
	}

	if (first - at > apartMs && evidence.kept >= evidence.won) {
		return {type: 'stayed-up', server: server.name, at, othersAt: last, leaders};
	}

	return now - at < roundMs && isLatest(at, others)
		? {type: 'started-last', server: server.name, at, leaders}
		: undefined;
}

/** Whether that start was later than those of all others. */
export function isLatest(at: number, others: readonly Member[]): boolean {
	return others.every(({startedAt = Infinity}) => at - startedAt > apartMs);
}

/** A server of the average, with what its replicas show. */
export type Member = {
	readonly share: ServerShare;
	readonly startedAt: number | undefined;
	readonly evidence: ReplicaEvidence;
	/** It leads so few that this needs an explanation. */
	readonly light: boolean;
	/** It leads so many that this needs an explanation. */
	readonly heavy: boolean;
};

/** Leaders from the average that are worth an explanation: fewer come from rounding. */
export const worthExplaining = 2;

const lightRatio = 0.5;
const heavyRatio = 1.25;

/** The servers that take part in the average. */
export function membersOf(
	{shares, average}: Distribution,
	replicas: ReadonlyMap<string, ReplicaEvidence>,
): readonly Member[] {
	return shares
		.filter(({ratio}) => ratio !== undefined)
		.map(share => ({
			share,
			startedAt: share.server.startedAt,
			evidence: replicas.get(share.server.name) ?? noEvidence,
			light: share.leaders <= average * lightRatio && average - share.leaders >= worthExplaining,
			heavy:
				share.leaders - average >= worthExplaining &&
				(share.hotspot || share.leaders >= average * heavyRatio),
		}));
}

export function othersOf(member: Member, members: readonly Member[]): readonly Member[] {
	return members.filter(other => other !== member);
}

/** Groups with a replica on one of them, on average. */
export function meanHosted(members: readonly Member[]): number {
	return members.reduce((sum, {evidence}) => sum + evidence.hosted, 0) / members.length;
}
