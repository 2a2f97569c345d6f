import {describe, expect, it} from 'vitest';
import type {
	JetStreamSummary,
	MetaGroupReport,
} from '../../../source/nats/decode/jetstream-summary.ts';
import {LeaderLedger} from '../../../source/nats/observing/leader-ledger.ts';
import {KnownServer} from '../../../source/nats/system/known-server.ts';
import {MetaGroups} from '../../../source/nats/system/meta-groups.ts';
import {ServerRoster} from '../../../source/nats/system/server-roster.ts';

const none = {streams: 0, consumers: 0};

const identity = (name: string, life = 1, jetStream = false) => ({
	name,
	id: `${name}-${life}`,
	cluster: 'east',
	domain: undefined,
	version: '2.12.4',
	tags: [],
	jetStream,
});

const meta = (leader: string | undefined, offline: readonly string[] = []): MetaGroupReport => ({
	leader,
	size: 3,
	peers: ['n1', 'n2', 'n3'].map(name => ({
		name,
		node: name.toUpperCase(),
		current: !offline.includes(name),
		lag: 0,
		offline: offline.includes(name),
	})),
});

type Told = {
	readonly life?: number;
	readonly disabled?: boolean;
	/** Whether the server says that it is meant to have JetStream. */
	readonly meant?: boolean;
	readonly group?: MetaGroupReport | 'none';
};

const summary = (
	name: string,
	{life = 1, disabled = false, meant = !disabled, group = meta('n1')}: Told = {},
): JetStreamSummary => ({
	server: identity(name, life, meant),
	disabled,
	hosted: none,
	led: none,
	accounts: 1,
	meta: group === 'none' ? undefined : group,
});

/** Whether a server whose inventory has not been read must prove its claims. */
function proof(
	uptimeMs: number | undefined,
	group: MetaGroupReport | 'none',
	alone = false,
): boolean {
	const told = summary('new', {group});
	const server = alone ? {...told.server, cluster: 'new'} : told.server;
	const known = new KnownServer(server, undefined);
	known.summary = {...told, server};
	known.uptimeMs = uptimeMs;
	return known.needsProof();
}

/** A roster that has heard these servers in a round, and trusts them. */
function rosterOf(...names: readonly string[]): ServerRoster {
	const roster = new ServerRoster();
	for (const name of names) {
		roster.takeSummary(summary(name), 1);
	}

	roster.closeRound(new Set(names), 1);
	for (const known of roster.values()) {
		known.trust = 'trusted';
	}

	return roster;
}

const statesIn = ({servers}: ReturnType<ServerRoster['closeRound']>) =>
	Object.fromEntries(servers.map(({name, state}) => [name, state]));

describe('the roster of servers', () => {
	it('reports a slow server with its late answer, and waits for it once only', () => {
		const roster = rosterOf('n1', 'n2');
		expect(roster.expected()).toEqual(new Set(['n1', 'n2', 'n3']));
		roster.takeSummary(summary('n1'), 2);
		expect(roster.closeRound(new Set(['n1']), 2)).toMatchObject({
			servers: [{name: 'n1'}],
			silent: ['n3'],
		});
		expect(roster.expected()).toEqual(new Set(['n1']));

		roster.takeSummary(summary('n2'), 2);
		roster.takeSummary(summary('n1'), 3);
		const report = roster.closeRound(new Set(['n1']), 3);
		expect(report.servers.map(({name}) => name).sort()).toEqual(['n1', 'n2']);
		expect(report.silent).toEqual(['n3']);
	});

	it('waits for everybody where nobody was in time: who answers first is not all there is', () => {
		const roster = rosterOf('n1', 'n2');
		roster.closeRound(new Set(), 2);
		expect(roster.expected()).toBeUndefined();
	});

	it('tells how long most of them take to answer, whatever a slow one does', () => {
		const roster = new ServerRoster();
		expect(roster.answerMs).toBe(0);
		for (const [name, tookMs] of [
			['n1', 40],
			['n2', 9000],
			['n3', 20],
		] as const) {
			roster.takeSummary(summary(name), 1000, 1000 + tookMs);
		}

		expect(roster.answerMs).toBe(40);
	});

	it('calls a server silent that let two rounds pass', () => {
		const roster = rosterOf('n1', 'n2', 'n3');
		const silence = [2, 3, 4].map(at => {
			roster.takeSummary(summary('n1'), at);
			roster.takeSummary(summary('n3'), at);
			return roster.closeRound(new Set(['n1', 'n3']), at).silent;
		});
		expect(silence).toEqual([[], ['n2'], ['n2']]);
		roster.takeSummary(summary('n2'), 5);
		expect(roster.closeRound(new Set(['n2']), 5)).toMatchObject({servers: [{name: 'n2'}]});
	});

	it('waits in one round for a peer that never answered, and calls it silent then', () => {
		const roster = rosterOf('n1', 'n2');
		expect(roster.expected()).toContain('n3');
		const round = (group: MetaGroupReport, at: number) => {
			roster.takeSummary(summary('n1', {group}), at);
			roster.takeSummary(summary('n2', {group}), at);
			const {silent} = roster.closeRound(new Set(['n1', 'n2']), at);
			return [silent, roster.expected()?.has('n3')];
		};
		expect(round(meta('n1'), 2)).toEqual([['n3'], false]);
		expect(round({...meta(undefined), peers: []}, 3)).toEqual([['n3'], false]);
		const removed = meta('n1').peers.filter(({name}) => name !== 'n3');
		expect(round({...meta('n1'), peers: removed}, 4)).toEqual([[], false]);
	});

	it('takes from the meta leader, and from nobody else, who is offline', () => {
		const roster = rosterOf('n1', 'n2');
		roster.takeSummary(summary('n1', {group: meta('n1', ['n3'])}), 2);
		roster.takeSummary(summary('n2', {group: meta('n1', ['n1', 'n3'])}), 2);
		expect(roster.closeRound(new Set(['n1', 'n2']), 2).offline).toMatchObject([
			{name: 'n3', cluster: 'east'},
		]);
	});

	it.each([
		['that the meta leader counts as a peer', 'n2', false, 'recovering'],
		['that is meant to have it', 'n9', true, 'recovering'],
		['that nobody counts on', 'n9', false, 'no-jetstream'],
	])('tells what a server without JetStream is %s', (_, name, meant, state) => {
		const roster = rosterOf('n1');
		roster.takeSummary(summary('n1'), 2);
		roster.takeSummary(summary(name, {disabled: true, meant, group: 'none'}), 2);
		expect(statesIn(roster.closeRound(new Set(['n1', name]), 2))).toEqual({
			n1: 'online',
			[name]: state,
		});
	});

	it('shows a restarted server as recovering until its inventory is trusted', () => {
		const roster = rosterOf('n1', 'n2');
		const state = (at: number) => {
			roster.takeSummary(summary('n2', {life: 2}), at);
			return statesIn(roster.closeRound(new Set(['n2']), at))['n2'];
		};
		const life = () => roster.get('n2') ?? expect.unreachable();
		expect(state(2)).toBe('recovering');
		life().trust = 'starting';
		expect(state(3)).toBe('recovering');
		life().trust = 'trusted';
		expect(state(4)).toBe('online');
	});

	it('keeps a server in lame-duck mode for the rest of its life', () => {
		const roster = rosterOf('n1', 'n2');
		roster.takeLeave(identity('n2'), 'lame-duck');
		roster.takeSummary(summary('n2'), 2);
		expect(statesIn(roster.closeRound(new Set(['n2']), 2))).toEqual({n2: 'lame-duck'});
		roster.takeSummary(summary('n2', {life: 2}), 3);
		roster.closeRound(new Set(['n2']), 3);
		expect(roster.get('n2')?.lameDuck).toBe(false);
	});

	it('wants proof from servers that started lately, and from trusted ones no more', () => {
		expect(proof(undefined, meta('n1'))).toBe(true);
		expect(proof(60_000, meta('n1'))).toBe(true);
		expect(proof(3_600_000, meta('n1'))).toBe(false);
		expect(proof(3_600_000, meta(undefined))).toBe(true);
		expect(proof(3_600_000, 'none')).toBe(true);
		expect(proof(60_000, 'none', true)).toBe(false);
		expect(rosterOf('n1').get('n1')?.needsProof()).toBe(false);
	});

	it('forgets servers that have been gone for hours', () => {
		const roster = rosterOf('n1', 'n2');
		roster.closeRound(new Set(['n1']), 2);
		roster.closeRound(new Set(['n1']), 3);
		expect(roster.forgetLongGone(7_200_000)).toEqual([]);
		expect(roster.forgetLongGone(7_300_000)).toContain('n2');
		expect(roster.get('n2')).toBeUndefined();
	});
});

/** What a round changes in which each of these servers names this meta leader. */
function surveyed(
	roster: ServerRoster,
	groups: MetaGroups,
	reports: Readonly<Record<string, string | undefined>>,
	absent: readonly string[] = [],
) {
	for (const [name, leader] of Object.entries(reports)) {
		roster.takeSummary(summary(name, {group: meta(leader)}), 2);
	}

	return groups
		.surveyed(new Set(absent), 2)
		.flatMap(event => (event.type === 'meta-leader-changed' ? [event.leader] : []));
}

describe('the counters of a server', () => {
	/** Whether they show that something was missed, of a server of this version that counts this many streams. */
	const missed = (version: string, streams: number, hosted?: number) => {
		const roster = new ServerRoster();
		const totals = {streams, consumers: 0};
		const told = {...summary('n1'), led: totals, hosted: totals};
		roster.takeSummary({...told, server: {...identity('n1'), version}}, 1000);
		const known = roster.get('n1');
		if (known && hosted !== undefined) {
			known.hosted = {streams: hosted, consumers: 0};
		}

		return known?.missedChanges(new LeaderLedger());
	};

	it('are compared with what it leads, as far as known', () => {
		expect(missed('2.12.4', 0, 5)).toBe(false);
		expect(missed('2.12.4', 1)).toBe(true);
	});

	it('are compared with what it hosted when its inventory was read, where it does not count leaders', () => {
		expect(missed('2.10.27', 5)).toBe(false);
		expect(missed('2.10.27', 5, 5)).toBe(false);
		expect(missed('2.10.27', 6, 5)).toBe(true);
	});
});

describe('the meta leader', () => {
	it('is who says so itself, whatever others have not heard yet', () => {
		const roster = rosterOf('n1', 'n2', 'n3');
		const groups = new MetaGroups(roster);
		expect(surveyed(roster, groups, {n1: 'n1', n2: 'n1', n3: undefined})).toEqual(['n1']);
		expect(surveyed(roster, groups, {n1: 'n1', n2: 'n1', n3: 'n1'})).toEqual([]);
		expect(surveyed(roster, groups, {n1: 'n1', n2: 'n2', n3: 'n1'}, ['n1'])).toEqual(['n2']);
		expect(groups.leaderOf(undefined)).toBe('n2');
	});

	it('is nobody while those who answer know none but one that is gone', () => {
		const roster = rosterOf('n1', 'n2', 'n3');
		const groups = new MetaGroups(roster);
		surveyed(roster, groups, {n1: 'n1', n2: 'n1', n3: 'n1'});
		expect(surveyed(roster, groups, {n2: 'n1', n3: undefined}, ['n1'])).toEqual([undefined]);
	});

	it('is named by its node in an advisory', () => {
		const roster = rosterOf('n1', 'n2');
		const groups = new MetaGroups(roster);
		const advisory = {node: 'N2', peers: [], cluster: 'east', domain: undefined};
		expect(groups.elected(advisory, 2)).toEqual({
			type: 'meta-leader-changed',
			at: 2,
			cluster: 'east',
			domain: undefined,
			leader: 'n2',
		});
		expect(groups.elected({...advisory, node: 'N9'}, 3)).toBeUndefined();
	});
});

describe('the meta group', () => {
	const survey = (
		reports: Readonly<Record<string, MetaGroupReport>>,
		absent: readonly string[] = [],
	) => {
		const roster = rosterOf('n1', 'n2', 'n3');
		for (const [name, group] of Object.entries(reports)) {
			roster.takeSummary(summary(name, {group}), 2);
		}

		return new MetaGroups(roster)
			.surveyed(new Set(absent), 2)
			.flatMap(event => (event.type === 'meta-group-reported' ? [event.metaGroup] : []));
	};

	it('is reported as its leader says, by the names of its peers', () => {
		const own = meta('n1', ['n3']);
		const nameless = {
			...own,
			peers: own.peers.map(peer => ({...peer, name: peer.node === 'N1' ? 'n1' : undefined})),
		};

		for (const report of [own, nameless]) {
			expect(survey({n1: report, n2: meta('n1', ['n1'])})).toEqual([
				{
					leader: 'n1',
					replicas: 3,
					followers: [
						{server: 'n2', current: true, lag: 0, online: true},
						{server: 'n3', current: false, lag: 0, online: false},
					],
				},
			]);
		}
	});

	it('counts no peer as current that does not know its leader, whatever the leader says', () => {
		const [told] = survey({n1: meta('n1'), n3: meta(undefined)});

		expect(told?.followers.map(({server, current}) => [server, current])).toEqual([
			['n2', true],
			['n3', false],
		]);
	});

	it('has those that take part while nobody leads it, and is not told while its leader says nothing', () => {
		const lost = meta(undefined);
		expect(survey({n1: lost, n2: lost, n3: lost}, ['n3'])).toEqual([
			{
				leader: undefined,
				replicas: 3,
				followers: ['n1', 'n2'].map(server => ({server, current: false, lag: 0, online: true})),
			},
		]);
		expect(survey({n1: lost, n2: meta('n1'), n3: meta('n1')})).toEqual([]);
	});
});
