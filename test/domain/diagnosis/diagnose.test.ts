import {describe, expect, it} from 'vitest';
import {diagnose, type Diagnosed} from '../../../source/domain/diagnosis/diagnose.ts';
import {replicaEvidence} from '../../../source/domain/diagnosis/replica-evidence.ts';
import {
	defaultCountingRules,
	distributionOf,
	type LeaderCounts,
} from '../../../source/domain/distribution.ts';
import type {ElectionCause} from '../../../source/domain/election-cause.ts';
import {bestReachable} from '../../../source/domain/plan/plan-balance.ts';
import type {RaftGroup} from '../../../source/domain/raft-group.ts';
import type {Server} from '../../../source/domain/server.ts';
import {aFollower, aGroup, aServer, groupsLedBy, pictureOf, start} from '../../support/build.ts';
import {seededRandom} from '../../support/random.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

describe('why it is uneven', () => {
	it('names the server that restarted before the watch began: its groups are older than its start', () => {
		const servers = [up('n1', 4 * minute), up('n2', 9 * day), up('n3', 9 * day)];
		expect(why(servers, led({n1: 0, n2: 15, n3: 15}, 3 * hour))).toEqual([
			'n1 restarted 4m ago and leads nothing',
		]);
	});

	it('says of a server that came back before our eyes that it restarted, whatever the groups tell', () => {
		const servers = [up('n1', 4 * minute, {rejoinedAt: start}), up('n2', day), up('n3', day)];
		expect(why(servers, led({n1: 5, n2: 35, n3: 40}))).toEqual([
			'n1 restarted 4m ago and leads only 5 of 80',
		]);
	});

	it('takes a restart that was seen for one, however young the other servers are', () => {
		const servers = [up('n1', 20_000, {rejoinedAt: start}), up('n2', 24_000), up('n3', 24_000)];
		expect(why(servers, led({n1: 0, n2: 15, n3: 15}, 21_000))).toEqual([
			'n1 restarted 20s ago and leads nothing',
		]);
	});

	it('needs no older servers where the groups are older than the start: a young cluster of which one restarted', () => {
		const servers = [up('n1', 9000), up('n2', 5000), up('n3', 9000)];
		expect(why(servers, led({n1: 20, n2: 0, n3: 19}, 7000))).toEqual([
			'n2 restarted 5s ago and leads nothing',
		]);
	});

	it('does not call a start a restart where no group is known to be older', () => {
		const servers = [up('n1', 4 * minute), up('n2', day), up('n3', day)];
		expect(why(servers, led({n1: 0, n2: 15, n3: 15}))).toEqual([
			'n1 started 4m ago and leads nothing',
		]);
	});

	it('puts servers with the same fate into one sentence, with the longest time', () => {
		const servers = [
			...['n1', 'n2', 'n3'].map((name, index) => up(name, (index + 4) * minute)),
			up('n4', 9 * day),
			up('n5', 9 * day),
		];
		const groups = led({n1: 0, n2: 0, n3: 0, n4: 20, n5: 20}, hour);
		expect(why(servers, groups)[0]).toBe('n1 and 2 more restarted 6m ago and lead nothing');
	});

	it('tells that a server was the last of a round, and who was spared by it', () => {
		const servers = [up('n1', 20 * minute), up('n2', 9 * day), up('n3', 4 * minute)];
		const groups = led({n1: 20, n2: 40, n3: 0}, hour);
		expect(why(servers, groups)).toEqual([
			'n2 has been up for 9d and leads 40 of 60: the others started later, the last 4m ago',
			'n3 restarted last, 4m ago, and leads nothing',
		]);
	});

	it('wonders at the server that started last and leads the most', () => {
		const servers = [up('n1', 20 * minute), up('n2', 10 * minute), up('n3', 4 * minute)];
		const groups = led({n1: 15, n2: 15, n3: 60}, 2 * minute);
		expect(why(servers, groups)).toEqual([
			'n3 started last, 4m ago, and yet leads the most: 60 of 90',
		]);
	});

	it('tells of a server with few replicas, and what step-downs alone would reach', () => {
		const three = ['n1', 'n2', 'n3'];
		const others = led({n1: 30, n2: 30, n3: 30}, hour);
		const few = Array.from({length: 10}, (_, index) =>
			aGroup({
				stream: `NEW${index}`,
				leader: 'n1',
				followers: ['n2', 'n4'],
				leaderSince: start - day,
			}),
		);
		const servers = [...three.map(name => up(name, 9 * day)), up('n4', 5 * minute)];
		expect(why(servers, [...others, ...few])).toEqual([
			'n4, up for 5m, has a replica of only 10 of 100 groups: step-downs alone reach 1.20x at best',
		]);
	});

	it('tells that replica sets alone are to blame', () => {
		const groups = Array.from({length: 30}, (_, index) =>
			aGroup({stream: `S${index}`, leader: 'n1', followers: ['n2']}),
		);
		const more = groupsLedBy({n2: 1, n1: 0, n3: 10, n4: 10});
		const alike = [...groups, ...more].map((group, index) => ({...group, key: String(index)}));
		expect(
			why(
				['n1', 'n2', 'n3', 'n4'].map(name => aServer(name)),
				alike,
			).at(-1),
		).toMatch(/^the replica sets allow no better than 1\.\d\dx$/);
	});

	it('tells what has one replica, where that counts', () => {
		const groups = [
			...groupsLedBy({n1: 10, n2: 10, n3: 10}),
			...Array.from({length: 30}, (_, index) => aGroup({stream: `P${index}`, leader: 'n2'})),
		];
		const servers = ['n1', 'n2', 'n3'].map(name => aServer(name));
		expect(why(servers, groups, {}, true)).toEqual([
			'30 leaders on n2 have one replica and cannot move',
		]);
		expect(why(servers, groups)).toEqual([]);
	});

	it('tells what no follower could take over', () => {
		const behind = ['n2', 'n3'].map(name => aFollower(name, {lag: 900, current: false}));
		const stuck = Array.from({length: 30}, (_, index) =>
			aGroup({stream: `L${index}`, leader: 'n1', followers: behind}),
		);
		const servers = ['n1', 'n2', 'n3'].map(name => aServer(name));
		expect(why(servers, [...groupsLedBy({n1: 5, n2: 5, n3: 5}), ...stuck])).toContain(
			'30 leaders on n1 have no follower that could take over now',
		);
	});

	it('says that a server was drained, and then nothing of its start', () => {
		const servers = [up('n1', 4 * minute), up('n2', 9 * day), up('n3', 9 * day)];
		const groups = led({n1: 0, n2: 15, n3: 15}, hour);
		expect(why(servers, groups, {drained: new Set(['n1'])})).toEqual([
			'n1 is drained and kept empty',
		]);
	});

	it('names the server that wins the elections', () => {
		const servers = ['n1', 'n2', 'n3'].map(name => aServer(name));
		const groups = led({n1: 40, n2: 5, n3: 5});
		const elections = [...won('n1', 28, 'stopped'), ...won('n3', 2, 'stopped')];
		expect(why(servers, groups, {elections})).toEqual([
			'n1 wins most elections: 28 of 30 that others could have won',
		]);
	});

	it('puts what is wrong before what is uneven', () => {
		const servers = [
			up('n1', 4 * minute),
			up('n2', 9 * day),
			up('n3', 9 * day),
			aServer('n4', {state: 'silent', stateSince: start - 38_000}),
		];
		expect(why(servers, led({n1: 0, n2: 15, n3: 15}, hour), {leaderless: 1})).toEqual([
			'1 group without a leader',
			'n4 not responding (38s)',
			'n1 restarted 4m ago and leads nothing',
		]);
	});
});

describe('nothing is claimed', () => {
	const long = ['n1', 'n2', 'n3'].map(name => up(name, 9 * day));

	it.each<[string, readonly Server[], readonly RaftGroup[], Partial<Diagnosed>]>([
		['of an even cluster', [up('n1', minute), ...long.slice(1)], led({n1: 10, n2: 10, n3: 11}), {}],
		['of an empty cluster', long, [], {}],
		['of a cluster of one server', long.slice(0, 1), led({n1: 9}), {}],
		['of rounding', [up('n1', minute), ...long.slice(1)], led({n1: 0, n2: 1, n3: 1}), {}],
		['where nothing was seen', long, led({n1: 0, n2: 15, n3: 15}, hour), {}],
		[
			'by a start that all share',
			['n1', 'n2', 'n3'].map(name => up(name, 4 * minute)),
			led({n1: 0, n2: 15, n3: 15}),
			{},
		],
		[
			'by a start before the elections',
			[up('n1', 4 * minute), ...long.slice(1)],
			led({n1: 0, n2: 15, n3: 15}, minute),
			{},
		],
		[
			'by a start of weeks ago',
			[up('n1', 8 * day), up('n2', 90 * day), up('n3', 90 * day)],
			led({n1: 0, n2: 15, n3: 15}, 80 * day),
			{},
		],
		[
			'before the groups were looked at',
			[up('n1', minute), ...long.slice(1)],
			led({n1: 0, n2: 15, n3: 15}, hour),
			{replicas: undefined},
		],
		['by few elections', long, led({n1: 40, n2: 5, n3: 5}), {elections: won('n1', 19, 'stopped')}],
		[
			'by elections as chance has them',
			long,
			led({n1: 40, n2: 5, n3: 5}),
			{elections: [...won('n1', 16, 'stopped'), ...won('n3', 14, 'stopped')]},
		],
		[
			'by elections whose winner somebody chose',
			long,
			led({n1: 40, n2: 5, n3: 5}),
			{elections: [...won('n1', 60, 'ours'), ...won('n1', 60, 'others')]},
		],
		[
			'by elections that nobody else could win',
			long,
			led({n1: 40, n2: 5, n3: 5}),
			{elections: won('n1', 60, 'stopped', ['n2', aFollower('n3', {online: false})])},
		],
		[
			'by a round of restarts when it won its leaders later',
			[up('n1', 20 * minute), up('n2', 9 * day), up('n3', 10 * minute)],
			led({n1: 20, n2: 40, n3: 20}, minute),
			{},
		],
	])('%s', (_, servers, groups, known) => {
		expect(why(servers, groups, known)).toEqual([]);
	});

	it('about reach while a follower is behind: that passes', () => {
		const lagging = aFollower('n2', {lag: 5, current: false});
		const groups = Array.from({length: 30}, (_, index) =>
			aGroup({stream: `S${index}`, leader: 'n1', followers: ['n3', lagging]}),
		);
		const servers = ['n1', 'n2', 'n3'].map(name => aServer(name));
		expect(why(servers, groups).join()).not.toContain('allow no better');
	});

	it('but of servers that are out of the ordinary, in any random cluster', () => {
		const random = seededRandom(5);
		let told = 0;
		for (let round = 0; round < 500; round++) {
			const names = Array.from({length: 2 + random.below(5)}, (_, index) => `s${index + 1}`);
			const servers = names.map(name => up(name, random.below(3 * day)));
			const groups = Array.from({length: random.below(60)}, (_, index) => {
				const [leader = '', ...followers] = random.sample(
					random.chance(0.5) ? names : names.slice(0, -1),
					3,
				);
				return aGroup({
					stream: `S${index}`,
					leader,
					followers,
					leaderSince: random.chance(0.8) ? start - random.below(3 * day) : undefined,
				});
			});
			const {distribution} = known(servers, groups);
			for (const sentence of why(servers, groups)) {
				told++;
				const named = distribution.shares.find(({server}) => sentence.startsWith(server.name));
				if (
					/ (re)?started .* leads? (nothing|only)/.test(sentence) &&
					!sentence.includes(' and s')
				) {
					expect(named?.ratio).toBeLessThanOrEqual(0.5);
				}

				if (/has been up|leads the most/.test(sentence)) {
					expect(named?.ratio).toBeGreaterThanOrEqual(1.25);
				}
			}

			if (distribution.shares.every(({leaders}) => Math.abs(leaders - distribution.average) < 2)) {
				expect(why(servers, groups)).toEqual([]);
			}
		}

		expect(told).toBeGreaterThan(100);
	});
});

function up(name: string, ageMs: number, overrides: Partial<Server> = {}): Server {
	return aServer(name, {startedAt: start - ageMs, ...overrides});
}

/** Groups on all these servers, whose leaders have led for so long. */
function led(leaders: Readonly<Record<string, number>>, forMs?: number): RaftGroup[] {
	return groupsLedBy(leaders, {leaderSince: forMs === undefined ? undefined : start - forMs});
}

function won(
	to: string,
	count: number,
	cause: ElectionCause,
	others: Parameters<typeof aGroup>[0]['followers'] = ['n1', 'n2', 'n3'].filter(
		name => name !== to,
	),
) {
	return Array.from({length: count}, (_, index) => ({
		group: aGroup({stream: `E${index}`, leader: to, followers: others}),
		from: 'n2',
		to,
		cause,
	}));
}

function why(
	servers: readonly Server[],
	groups: readonly RaftGroup[],
	overrides: Partial<Diagnosed> = {},
	countR1 = false,
): readonly string[] {
	return diagnose({...known(servers, groups, countR1), ...overrides});
}

function known(
	servers: readonly Server[],
	groups: readonly RaftGroup[],
	countR1 = false,
): Diagnosed {
	const picture = pictureOf(servers, groups);
	const rules = {...defaultCountingRules, countR1};
	return {
		now: start,
		distribution: distributionOf('east', servers, countsOf(groups), rules),
		groups: groups.filter(({replicas}) => replicas > 1).length,
		leaderless: 0,
		leaderlessSince: undefined,
		metaGroupLeader: 'n1',
		metaGroup: undefined,
		offlineAssets: [],
		leaving: new Map(),
		seesMeta: true,
		replicas: replicaEvidence(picture),
		drained: new Set(),
		expected: new Set(),
		elections: [],
		best: bestReachable(picture, {cluster: 'east', rules}),
	};
}

function countsOf(groups: readonly RaftGroup[]): ReadonlyMap<string, LeaderCounts> {
	const counts = new Map<string, {streams: number; consumers: number; r1: number}>();
	for (const {leader, replicas} of groups) {
		if (leader !== undefined) {
			const count = counts.get(leader) ?? {streams: 0, consumers: 0, r1: 0};
			counts.set(leader, count);
			count[replicas === 1 ? 'r1' : 'streams']++;
		}
	}

	return counts;
}
