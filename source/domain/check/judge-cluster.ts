import {formatRatio} from '../format.ts';
import {peerRemoveCommand, rescueText, standsAlone} from '../meta-group.ts';
import {improvementText, isLower} from '../plan/improvement.ts';
import {hasJetStream, stateConditions, type ServerState} from '../server.ts';
import {shellLines} from '../shell-quote.ts';
import {counted, listed} from '../words.ts';
import {
	worstOf,
	type CheckedCluster,
	type CheckItem,
	type CheckRules,
	type CheckStatus,
	type Finding,
} from './check.ts';

/** All usual checks of a cluster; with one account alone, those that it can see. */
export function judgeCluster(
	checked: CheckedCluster,
	seesAll: boolean,
	rules: CheckRules,
): readonly Finding[] {
	const {cluster} = checked.summary.distribution;
	const found = (item: CheckItem, {status, text}: Judgement): Finding => ({
		item,
		status,
		cluster,
		text,
	});
	const {shares} = checked.summary.distribution;
	// One account alone knows the servers of its replica sets only.
	const seesServers = seesAll || shares.some(({server}) => trouble[server.state]);
	return [
		...(seesServers ? [found('servers', servers(checked))] : []),
		...(seesAll && !hasNoMetaGroup(checked) ? [found('meta', metaGroup(checked))] : []),
		found('leaderless', leaderless(checked)),
		found('lagging', lagging(checked)),
		found('distribution', distribution(checked, rules)),
	];
}

type Judgement = {readonly status: CheckStatus; readonly text: string};

/** States that a server should not be in. */
const trouble: Readonly<Partial<Record<ServerState, CheckStatus>>> = {
	offline: 'CRITICAL',
	silent: 'CRITICAL',
	recovering: 'WARNING',
	'lame-duck': 'WARNING',
};

function servers({summary}: CheckedCluster): Judgement {
	const {shares} = summary.distribution;
	const up = shares.filter(({server}) => hasJetStream[server.state]).length;
	const troubled = shares.flatMap(({server: {name, state}, streamLeaders, consumerLeaders}) => {
		const status = trouble[state];
		const led = state === 'silent' ? streamLeaders + consumerLeaders : 0;
		const loss = led > 0 ? ` and leads ${counted(led, 'group')}` : '';
		return status === undefined
			? []
			: [{status, text: `${name} is ${stateConditions[state]}${loss}`}];
	});
	return troubled.length === 0
		? {status: up > 0 ? 'OK' : 'CRITICAL', text: counted(up, 'server is up', 'servers are up')}
		: {
				status: up > 0 ? worstOf(troubled) : 'CRITICAL',
				text: listed(troubled.map(({text}) => text)),
			};
}

function hasNoMetaGroup({
	summary: {distribution: spread},
	metaGroup: group,
}: CheckedCluster): boolean {
	const servers = spread.shares.map(({server}) => server);
	return !group && standsAlone(spread.cluster, servers);
}

function metaGroup({metaGroup: group, metaGroupLeader, summary}: CheckedCluster): Judgement {
	const rescue = rescueText(group);
	if (metaGroupLeader === undefined && group?.leader === undefined) {
		const words = ['the meta group has no leader', ...(rescue === undefined ? [] : [rescue])];
		return {status: 'CRITICAL', text: words.join(', ')};
	}

	if (rescue !== undefined) {
		return {status: 'CRITICAL', text: rescue};
	}

	if (!group) {
		return {
			status: 'UNKNOWN',
			text: `the meta leader ${metaGroupLeader} reports no peers`,
		};
	}

	const silent = new Set(
		summary.distribution.shares.flatMap(({server: {name, state}}) =>
			state === 'silent' ? name : [],
		),
	);
	const behind = group.followers.filter(
		({server, current, online}) => !current || !online || silent.has(server),
	);
	const up = 1 + group.followers.filter(({server, online}) => online && !silent.has(server)).length;
	if (2 * up <= group.replicas) {
		const text = `the meta group has no quorum: ${up} of ${group.replicas} peers respond`;
		return {status: 'CRITICAL', text};
	}

	const unknown = group.replicas - group.followers.length - 1;
	const words = [
		...behind.map(({server, online, lag}) =>
			!online
				? offlinePeer(server, summary)
				: silent.has(server)
					? `${server} is not responding`
					: `${server} is ${lag > 0 ? `${lag} entries ` : ''}behind`,
		),
		...(unknown > 0 ? [counted(unknown, 'peer is unknown', 'peers are unknown')] : []),
	];
	return words.length > 0
		? {status: 'WARNING', text: `meta group led by ${group.leader}: ${listed(words)}`}
		: {
				status: 'OK',
				text: `${group.leader} leads the meta group, all ${group.replicas} peers are current`,
			};
}

/** Only an operator knows whether it comes back. */
function offlinePeer(server: string, {distribution}: CheckedCluster['summary']): string {
	const {domain} = distribution.shares[0]?.server ?? {};
	const [command] = shellLines(peerRemoveCommand(server, domain), Infinity) ?? [];
	const advice = command === undefined ? '' : ` (gone for good? ${command.trim()})`;
	return `${server} is offline${advice}`;
}

function leaderless({summary: {leaderless: count, groups}}: CheckedCluster): Judgement {
	return count > 0
		? {status: 'CRITICAL', text: `${count} of ${counted(groups, 'group')} without a leader`}
		: {status: 'OK', text: counted(groups, 'group has a leader', 'groups have a leader')};
}

function lagging({behind}: CheckedCluster): Judgement {
	const words = [
		...(behind.stranded > 0
			? [counted(behind.stranded, 'group has', 'groups have') + ' no follower that could take over']
			: []),
		...(behind.lagging > 0
			? [
					counted(behind.lagging, 'group has', 'groups have') +
						' a follower that is behind or offline',
				]
			: []),
	];
	return words.length === 0
		? {status: 'OK', text: 'every follower is current'}
		: {
				status: behind.stranded > 0 ? 'CRITICAL' : 'WARNING',
				text: `${words.join(', ')}, such as ${behind.examples.join(', ')}`,
			};
}

function distribution(
	{summary: {distribution: spread, best}}: CheckedCluster,
	{warnRatio, criticalRatio}: CheckRules,
): Judgement {
	const {shares, leaders, average, maxRatio} = spread;
	const [fullest] = [...shares].sort((a, b) => (b.ratio ?? 0) - (a.ratio ?? 0));
	if (!fullest || leaders === 0) {
		return {status: 'OK', text: 'no leaders'};
	}

	// In whole numbers: 45 of 90 on three servers is exactly 1.5, and one group on three servers cannot be spread.
	const isAbove = (ratio: number | undefined) =>
		ratio !== undefined && fullest.leaders > Math.max(ratio * average, Math.ceil(average));
	const status = isAbove(criticalRatio) ? 'CRITICAL' : isAbove(warnRatio) ? 'WARNING' : 'OK';
	const text = `${fullest.server.name} leads most: ${fullest.leaders} of ${leaders}, ${formatRatio(maxRatio)}x the average`;
	return {status, text: status === 'OK' ? text : `${text}; ${reachable(maxRatio, best)}`};
}

function reachable(
	now: number,
	{ratio, stepDowns, improves}: CheckedCluster['summary']['best'],
): string {
	if (stepDowns === 0) {
		return 'the replica sets allow no better';
	}

	const cost = `in ${counted(stepDowns, 'step-down')}`;
	return isLower(ratio, now)
		? `${formatRatio(ratio)}x possible ${cost}`
		: `the replica sets allow no lower ratio; possible: ${improves.map(each => improvementText(each)).join(', ')} ${cost}`;
}
