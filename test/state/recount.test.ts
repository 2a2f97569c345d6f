import {describe, expect, it} from 'vitest';
import type {ClusterEvent} from '../../source/domain/cluster-event.ts';
import {isLeaderless, isPinned, type RaftGroup} from '../../source/domain/raft-group.ts';
import {noLeaders, type LeaderCounts} from '../../source/domain/distribution.ts';
import {hasJetStream, type ServerReport} from '../../source/domain/server.ts';
import {emptyKnowledge} from '../../source/state/knowledge.ts';
import {reduceEvent} from '../../source/state/reduce-event.ts';
import {viewOf} from '../../source/state/view-of.ts';
import {aGroup, start} from '../support/build.ts';
import {aReport, elected, serversReported} from '../support/events.ts';
import {seededRandom, type Random} from '../../source/sim/random.ts';

const servers = ['n1', 'n2', 'n3', 'n4'];
const eventsPerRun = 300;
const seeds = Array.from({length: 25}, (_, seed) => seed);

describe('after random events', () => {
	it.each(seeds)(
		'counts equal a recount, and deleting every group leaves nothing (seed %i)',
		seed => {
			const knowledge = emptyKnowledge();
			const view = viewOf(knowledge);
			const apply = (event: ClusterEvent) => {
				knowledge.revision += reduceEvent(knowledge, event) ? 1 : 0;
			};

			const random = seededRandom(seed);
			for (let index = 0; index < eventsPerRun; index++) {
				apply(randomEvent(random, start + index * 700));
				expect(observed(view)).toEqual(recounted([...view.groups.values()]));
			}

			const led = [...view.groups.values()].filter(({leader}) => leader !== undefined);
			expect(servers.reduce((sum, name) => sum + view.ledBy(name).length, 0)).toBe(led.length);
			for (const group of led) {
				expect(view.ledBy(group.leader ?? '')).toContain(group);
			}

			const up = [...view.servers.values()].filter(({state}) => hasJetStream[state]);
			expect(up.map(({name}) => name)).toEqual(expect.arrayContaining([...view.missing]));

			for (const group of view.groups.values()) {
				apply({type: 'group-deleted', at: start + 1e6, group});
			}

			expect(knowledge.ledger.entries).toBe(0);
		},
	);
});

function observed(view: ReturnType<typeof viewOf>) {
	return {
		counts: Object.fromEntries(view.counts),
		leaderless: [...view.leaderless.keys()].sort(),
		clusters: Object.fromEntries(
			[...view.clusters.values()]
				.filter(({groups}) => groups > 0)
				.map(({name, groups, leaderless}) => [name, {groups, leaderless}]),
		),
	};
}

function recounted(groups: readonly RaftGroup[]) {
	const counts: Record<string, LeaderCounts> = {};
	const clusters: Record<string, {groups: number; leaderless: number}> = {};
	for (const group of groups) {
		if (group.leader !== undefined) {
			const field = isPinned(group) ? 'r1' : group.kind === 'stream' ? 'streams' : 'consumers';
			const count = counts[group.leader] ?? noLeaders;
			counts[group.leader] = {...count, [field]: count[field] + 1};
		}

		if (!isPinned(group)) {
			const tally = (clusters[group.cluster] ??= {groups: 0, leaderless: 0});
			tally.groups++;
			tally.leaderless += isLeaderless(group) ? 1 : 0;
		}
	}

	const leaderless = groups.filter(isLeaderless).map(({key}) => key);
	return {counts, leaderless: leaderless.sort(), clusters};
}

function randomEvent(random: Random, at: number): ClusterEvent {
	const server = random.pick(servers);
	const askedAt = at - random.below(3000);
	const group = randomGroup(random, server);
	switch (random.below(12)) {
		case 0:
		case 1:
		case 2: {
			const led = Array.from({length: random.below(8)}, () => randomGroup(random, server));
			const leaderless = Array.from({length: random.below(3)}, () => ({
				...randomGroup(random, server),
				leader: undefined,
			}));
			return {type: 'groups-reported', at, askedAt, server, led, leaderless};
		}

		case 3:
			return {type: 'look-completed', at, askedAt, server};
		case 4:
		case 5:
		case 6:
			return elected(group, server, {
				at,
				followers: random.chance(0.5) ? group.followers : undefined,
			});
		case 7:
			return {type: 'group-deleted', at, group};
		case 8:
			return {type: 'quorum-lost', at, group};
		case 9: {
			const how = random.chance(0.5) ? 'shutdown' : 'lame-duck';
			return {type: 'server-leaving', at, server, how};
		}

		case 10:
			return random.chance(0.2)
				? {type: 'connection-changed', at, state: 'connected', detail: undefined}
				: {type: 'meta-leader-changed', at, cluster: 'east', domain: undefined, leader: server};
		default:
			return randomRound(random, at);
	}
}

function randomGroup(random: Random, leader: string): RaftGroup {
	const others = servers.filter(name => name !== leader);
	return aGroup({
		stream: `S${random.below(6)}`,
		consumer: random.chance(0.5) ? `c${random.below(3)}` : undefined,
		account: random.pick(['SHOP', 'PAY']),
		cluster: random.chance(0.9) ? 'east' : 'west',
		leader,
		followers: others.slice(0, random.below(4)),
		messages: random.chance(0.8) ? random.below(1000) : undefined,
	});
}

function randomRound(random: Random, at: number): ClusterEvent {
	const reports: ServerReport[] = [];
	const silent: string[] = [];
	const offline: {name: string; cluster: string}[] = [];
	for (const name of servers) {
		switch (random.below(5)) {
			case 0:
				silent.push(name);
				break;
			case 1:
				offline.push({name, cluster: 'east'});
				break;
			default:
				reports.push(
					aReport(name, {
						id: `${name}-${random.below(3)}`,
						state: random.pick(['online', 'online', 'recovering', 'lame-duck']),
					}),
				);
		}
	}

	return serversReported(reports, {at, silent, offline});
}
