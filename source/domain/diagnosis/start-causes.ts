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
		.flatMap(member =>
			member.light
				? lightCause(member, members, now)
				: member.heavy
					? heavyCause(member, members, now)
					: [],
		);
}

function lightCause(member: Member, members: readonly Member[], now: number): UnevenCause[] {
	const {server, leaders} = member.share;
	const at = server.startedAt ?? server.rejoinedAt;
	const others = othersOf(member, members);
	return at !== undefined && now - at < explainsMs && missedItsChance(member, others, at)
		? [
				{
					type: 'started',
					server: server.name,
					at,
					again: wasThereBefore(member, others),
					last: isLatest(at, others) && others.some(other => isOfRound(other, members, at)),
					leaders,
				},
			]
		: [];
}

/** Whether the groups have not elected since it is up; where they do not tell, whether those who lead them were up before. */
function missedItsChance(
	{share, evidence}: Member,
	others: readonly Member[],
	at: number,
): boolean {
	const {older, missed, open} = evidence;
	const wasBefore = ({share: {server}}: Member) =>
		server.startedAt !== undefined && server.startedAt < at - apartMs;
	const wasSeen = share.server.rejoinedAt !== undefined;
	return missed + open > 0
		? missed > open && (wasSeen || older * 2 > missed + open || others.some(wasBefore))
		: wasSeen || others.filter(({light}) => !light).every(wasBefore);
}

/** Whether it had been there before its start: seen, or most of its groups are older and as many as those of others. */
function wasThereBefore({share, evidence}: Member, others: readonly Member[]): boolean {
	const {older, missed, open, hosted} = evidence;
	const mean = others.reduce((sum, other) => sum + other.evidence.hosted, 0) / others.length;
	return (
		share.server.rejoinedAt !== undefined || (older * 2 > missed + open && hosted >= mean * 0.75)
	);
}

/** Whether it was restarted not long before that time. */
function isOfRound(member: Member, members: readonly Member[], at: number): boolean {
	const {startedAt} = member.share.server;
	return (
		startedAt !== undefined &&
		at - startedAt < roundMs &&
		wasThereBefore(member, othersOf(member, members))
	);
}

function heavyCause(member: Member, members: readonly Member[], now: number): UnevenCause[] {
	const {server, leaders} = member.share;
	const {startedAt: at, name} = server;
	const others = othersOf(member, members);
	const starts = others.flatMap(
		({
			share: {
				server: {startedAt},
			},
		}) => startedAt ?? [],
	);
	if (at === undefined || starts.length < others.length) {
		return [];
	}

	const [first, last] = [Math.min(...starts), Math.max(...starts)];
	const {kept, won} = member.evidence;
	if (now - first > roundMs) {
		return [];
	}

	if (others.some(({share}) => share.leaders > leaders)) {
		return [];
	}

	if (first - at > apartMs && kept >= won) {
		return [{type: 'stayed-up', server: name, at, othersAt: last, leaders}];
	}

	return now - at < roundMs && isLatest(at, others)
		? [{type: 'started-last', server: name, at, leaders}]
		: [];
}

/** Whether that start was later than those of all others. */
export function isLatest(at: number, others: readonly Member[]): boolean {
	return others.every(
		({
			share: {
				server: {startedAt},
			},
		}) => startedAt !== undefined && at - startedAt > apartMs,
	);
}

function othersOf(member: Member, members: readonly Member[]): readonly Member[] {
	return members.filter(other => other !== member);
}

/** A server of the average, with what its replicas tell. */
export type Member = {
	readonly share: ServerShare;
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
			evidence: replicas.get(share.server.name) ?? noEvidence,
			light: share.leaders <= average * lightRatio && average - share.leaders >= worthExplaining,
			heavy:
				share.leaders - average >= worthExplaining &&
				(share.hotspot || share.leaders >= average * heavyRatio),
		}));
}
