import {compareVersions} from '../server-version.ts';
import {hasJetStream, stateConditions, type Server} from '../server.ts';
import {counted} from '../words.ts';

/** What decides which server to stop next. */
export type UpgradeCandidate = {
	readonly server: Pick<Server, 'name' | 'version' | 'state' | 'startedAt'>;
	readonly metaLeader: boolean;
	/** Replicated groups that it leads. */
	readonly leaders: number;
	/** Groups in which its replica is behind; undefined while not all have been seen since it came back. */
	readonly behind: number | undefined;
	/** It was seen to restart during this watch. */
	readonly restarted: boolean;
	/** It is followed through a restart, and has not caught up after it. */
	readonly underWay: boolean;
};

/** Which server to stop next. The reasons are ends of sentences that begin with the server's name. */
export type NextServer =
	/** One that has to come back, or to catch up, before any other may stop. */
	| {readonly type: 'wait'; readonly server: string; readonly reason: string}
	| {readonly type: 'next'; readonly server: string; readonly reasons: readonly string[]}
	| {readonly type: 'done'; readonly reason: string}
	/** There is no server with JetStream. */
	| {readonly type: 'no-servers'};

/**
 * Which server to stop next: none while another one is not back or has not caught up; then the oldest version, of these
 * not the meta leader, of these the one that runs longest: who restarted before the watch began has had its turn.
 * Where they all started together it is the one with the fewest leaders to hand over.
 */
export function nextServer(candidates: readonly UpgradeCandidate[]): NextServer {
	const members = candidates.filter(({server}) => server.state !== 'no-jetstream');
	const waiting = firstToWaitFor(members);
	if (waiting) {
		return waiting;
	}

	const newest = members
		.map(({server}) => server.version)
		.reduce((best, version) => (compareVersions(version, best) > 0 ? version : best), '');
	const older = members.filter(({server}) => compareVersions(server.version, newest) < 0);
	const isMixed = older.length > 0;
	const due = isMixed ? older : members.filter(({restarted}) => !restarted);
	const [first, second] = due.toSorted(byTurn);
	if (first) {
		return {type: 'next', server: first.server.name, reasons: reasonsFor(first, second, isMixed)};
	}

	return members.length === 0
		? {type: 'no-servers'}
		: {type: 'done', reason: `all restarted, all run ${newest}`};
}

/** What is under way comes first, then what is worst. */
function firstToWaitFor(members: readonly UpgradeCandidate[]): NextServer | undefined {
	const busy = [
		...members.filter(({underWay}) => underWay),
		...members.filter(({server}) => !hasJetStream[server.state]),
		...members.filter(({server}) => server.state === 'lame-duck'),
		...members.filter(({behind}) => behind !== 0),
	];
	const [first] = busy;
	return first && {type: 'wait', server: first.server.name, reason: lack(first)};
}

function lack({server: {state}, behind, underWay}: UpgradeCandidate): string {
	if (state !== 'online' && state !== 'no-jetstream') {
		return `is ${stateConditions[state]}`;
	}

	if (behind === undefined) {
		return 'has just come back';
	}

	return behind > 0
		? `is catching up: ${counted(behind, 'group')} behind`
		: underWay
			? 'is in progress'
			: '';
}

function byTurn(a: UpgradeCandidate, b: UpgradeCandidate): number {
	return (
		compareVersions(a.server.version, b.server.version) ||
		Number(a.metaLeader) - Number(b.metaLeader) ||
		(startOf(a) ?? 0) - (startOf(b) ?? 0) ||
		a.leaders - b.leaders ||
		(a.server.name < b.server.name ? -1 : 1)
	);
}

/** What put it before the one that comes after it. */
function reasonsFor(
	first: UpgradeCandidate,
	second: UpgradeCandidate | undefined,
	isMixed: boolean,
): string[] {
	const {version} = first.server;
	const isOlder = second !== undefined && compareVersions(version, second.server.version) < 0;
	// What else could have put it first only matters among servers that are alike so far.
	const rival = isOlder || second?.metaLeader === true ? undefined : second;
	const runsLonger = rival !== undefined && (startOf(first) ?? 0) < (startOf(rival) ?? 0);
	return [
		...(isMixed ? [`runs ${version}${isOlder ? ', the oldest' : ''}`] : ['no restart seen']),
		...(second?.metaLeader === true && !isOlder ? ['the meta leader comes last'] : []),
		...(second === undefined ? ['last one'] : []),
		...(first.metaLeader && second === undefined ? ['leads the meta group'] : []),
		...(runsLonger ? ['longest uptime'] : []),
		...(rival !== undefined && !runsLonger && first.leaders < rival.leaders
			? [`fewest leaders: ${first.leaders}`]
			: []),
	];
}

function startOf({server}: UpgradeCandidate): number | undefined {
	return server.startedAt;
}
