import type {RaftGroup} from '../../source/domain/raft-group.ts';
import type {Server} from '../../source/domain/server.ts';
import type {ClusterView, Election} from '../../source/state/cluster-view.ts';
import {ElectionRecord} from '../../source/state/election-record.ts';
import {aFollower, aGroup, aServer, start} from '../support/build.ts';
import {aView, type ViewTraits} from './a-view.ts';

const minute = 60_000;
const day = 86_400_000;

/** The cluster of the design: n1 is hot, n2 is fine, n3 came back two minutes ago and leads next to nothing. */
export function shopView(traits: ViewTraits = {}): ClusterView {
	const groups = shopGroups();
	const elections = shopElections(groups);
	const record = new ElectionRecord();
	for (const election of elections) {
		record.add(election);
	}

	return aView(shopServers(), groups, {
		baseline: new Map([
			['n1', 73],
			['n2', 73],
			['n3', 69],
		]),
		clusters: new Map([
			[
				'east',
				{
					name: 'east',
					jetStream: true,
					metaLeader: 'n2',
					metaGroupLeader: 'n2',
					metaGroupCluster: 'east',
					groups: 215,
					leaderless: 0,
				},
			],
		]),
		trends: {
			n1: [12, 40, 73, 100, 129, 129, 129, 129],
			n2: [73, 73, 80, 86, 86, 86, 86, 86],
			n3: [72, 60, 12, 0, 0, 0, 0, 5],
		},
		elections,
		electionCount: 3,
		electionTotals: record.totals,
		electionSummary: record.summary(new Map(), start),
		...traits,
	});
}

export function shopServers(): Server[] {
	return [
		server('n1', 61, 1_288_490_189, 412, 18_200),
		server('n2', 34, 1_181_116_006, 398, 9000),
		{
			...server('n3', 4, 325_058_560, 120, 180),
			version: '2.12.6',
			startedAt: start - 2 * minute,
			rejoinedAt: start - 2 * minute,
		},
	];
}

/** 41 streams and 88 consumers on n1, 26 and 60 on n2, 5 consumers on n3; 6, 4 and 4 with one replica. */
export function shopGroups(): RaftGroup[] {
	return [...led('n1', 41, 88, 6, 8100), ...led('n2', 26, 60, 4, 3000), ...led('n3', 0, 5, 4, 40)];
}

function server(
	name: string,
	cpuPercent: number,
	memoryBytes: number,
	connections: number,
	messagesPerSecond: number,
): Server {
	const stats = {
		cpuPercent,
		cores: 8,
		memoryBytes,
		connections,
		slowConsumers: 0,
		messagesIn: 91_000_000,
		messagesOut: 240_000_000,
		bytesIn: 8e10,
		bytesOut: 2e11,
	};
	return aServer(name, {startedAt: start - 9 * day, messagesPerSecond, stats});
}

const streams = [
	'ORDERS',
	'LEDGER',
	'INVOICES',
	'SHIPMENTS',
	'REFUNDS',
	'AUDIT',
	'CLICKS',
	'STOCK',
];
const consumers = ['billing', 'audit', 'mailer', 'search', 'export'];

function led(
	leader: string,
	streamCount: number,
	consumerCount: number,
	pinned: number,
	hottest: number,
): RaftGroup[] {
	const others = ['n1', 'n2', 'n3'].filter(name => name !== leader);
	const followers = others.map(name => aFollower(name));
	const all = Array.from({length: streamCount + consumerCount + pinned}, (_, index) => {
		const isStream = index < streamCount;
		const stream = `${streams[index % streams.length] ?? ''}-${leader.toUpperCase()}-${index % 41}`;
		const consumer = isStream ? undefined : `${consumers[index % consumers.length] ?? ''}-${index}`;
		const isPinned = index >= streamCount + consumerCount;
		const lags = index % 7 === 3;
		return aGroup({
			stream,
			consumer,
			account: index % 3 === 2 ? 'PAY' : 'SHOP',
			leader,
			leaderSince: start - index * 13 * minute,
			followers: isPinned
				? []
				: lags
					? [followers[0] ?? '', aFollower(others[1] ?? '', {current: false, lag: 31_100})]
					: followers,
			messages: 1_200_000 - index * 4000,
			bytesPerMessage: isStream ? 730 : undefined,
			messagesPerSecond: hottest / (1 + index * 0.7),
		});
	});
	return all;
}

function shopElections(groups: readonly RaftGroup[]): Election[] {
	const [first, second, third] = groups.filter(({leader}) => leader === 'n1').slice(4);
	return [first, second, third].flatMap((group, index) =>
		group
			? [
					{
						at: start - (3 - index) * 4000,
						group,
						from: 'n3',
						to: 'n1',
						cause: 'untold',
						who: undefined,
						gapMs: undefined,
					},
				]
			: [],
	);
}
