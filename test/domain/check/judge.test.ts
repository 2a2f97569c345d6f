import {describe, expect, it} from 'vitest';
import {
	worstOf,
	type CheckStatus,
	type CheckedView,
	type CheckRules,
} from '../../../source/domain/check/check.ts';
import {judge} from '../../../source/domain/check/judge.ts';
import {aFollower, aGroup, aMetaGroup, aServer, groupsLedBy} from '../../support/build.ts';
import {checkedCluster, checkedView, plainRules} from '../../support/checked.ts';

const three = ['n1', 'n2', 'n3'];

function statusOf(seen: CheckedView, rules: Partial<CheckRules> = {}): CheckStatus {
	return worstOf(judge(seen, {...plainRules, ...rules}));
}

/** The findings that are not OK: `item STATUS text`. */
function faults(seen: CheckedView, rules: Partial<CheckRules> = {}): string[] {
	return judge(seen, {...plainRules, ...rules})
		.filter(({status}) => status !== 'OK')
		.map(({item, status, text}) => `${item} ${status} ${text}`);
}

const spread = (n1: number, n2: number, n3: number) =>
	checkedView([checkedCluster(three, groupsLedBy({n1, n2, n3}))]);

describe('a check', () => {
	it('is content with a healthy, even cluster, and tells what it looked at', () => {
		const findings = judge(spread(30, 30, 30), plainRules);

		expect(findings.map(({item, status}) => `${item} ${status}`)).toEqual([
			'servers OK',
			'meta OK',
			'leaderless OK',
			'lagging OK',
			'distribution OK',
			'view OK',
		]);
	});

	it('warns of 46 leaders of 90 on three servers, not of 45', () => {
		expect(faults(spread(45, 25, 20))).toEqual([]);
		expect(faults(spread(46, 24, 20))).toEqual([
			'distribution WARNING n1 leads most: 46 of 90, 1.53x the average; 1.00x possible in 16 step-downs',
		]);
	});

	it('takes other ratios, strictly above each of them', () => {
		const rules = {warnRatio: 1.2, criticalRatio: 1.5};

		expect(statusOf(spread(36, 30, 24), rules)).toBe('OK');
		expect(statusOf(spread(37, 29, 24), rules)).toBe('WARNING');
		expect(statusOf(spread(45, 25, 20), rules)).toBe('WARNING');
		expect(statusOf(spread(46, 24, 20), rules)).toBe('CRITICAL');
	});

	it('does not ask for more than whole groups allow', () => {
		// One group on three servers is three times the average wherever it is.
		expect(statusOf(spread(1, 0, 0))).toBe('OK');
		expect(statusOf(spread(2, 0, 0))).toBe('WARNING');
		expect(statusOf(spread(0, 0, 0))).toBe('OK');
	});

	it('says where the replica sets allow no better', () => {
		const pair = groupsLedBy({n1: 9, n2: 0});
		const stuck = pair.map(group => ({...group, followers: [aFollower('n2', {online: false})]}));

		expect(faults(checkedView([checkedCluster(three, stuck)]))).toContainEqual(
			expect.stringMatching(/^distribution WARNING .*; the replica sets allow no better$/),
		);
	});

	it('says what gets more even where the ratio cannot', () => {
		const groups = [
			aGroup({stream: 'A', leader: 'n1', followers: ['n2']}),
			aGroup({stream: 'B', leader: 'n1', followers: ['n2']}),
			aGroup({stream: 'A', consumer: 'c', leader: 'n2', followers: ['n1']}),
		];

		expect(faults(checkedView([checkedCluster(three, groups)]), {warnRatio: 1})).toContainEqual(
			'distribution WARNING n1 leads most: 2 of 3, 2.00x the average; the replica sets allow no lower ratio; possible: streams 2 0 0 → 1 1 0 in 1 step-down',
		);
	});

	it.each([
		['offline', 'CRITICAL'],
		['silent', 'CRITICAL'],
		['recovering', 'WARNING'],
		['lame-duck', 'WARNING'],
		['no-jetstream', 'OK'],
	] as const)('calls a server that is %s %s', (state, status) => {
		const servers = [...three, aServer('n4', {state})];
		const metaGroups = new Map([[undefined, aMetaGroup(three)]]);

		expect(statusOf(checkedView([checkedCluster(servers, [], {metaGroups})]))).toBe(status);
	});

	it('counts the servers of all clusters that are up against those expected', () => {
		const west = ['w1', 'w2', 'w3'].map(name => aServer(name, {cluster: 'west'}));
		const both = checkedView([checkedCluster(three, []), checkedCluster(west, [])]);

		expect(statusOf(both, {expect: 6})).toBe('OK');
		expect(faults(both, {expect: 7})).toEqual([
			'servers CRITICAL JetStream is up on 6 of 7 expected servers: 3 in east, 3 in west',
		]);
		expect(faults(both, {expect: 3})).toEqual([
			'servers WARNING JetStream is up on 6 servers, 3 expected: 3 in east, 3 in west',
		]);
		const counts = judge(both, {...plainRules, expect: 6}).filter(({item}) => item === 'servers');
		expect(counts).toHaveLength(1);
	});

	it('does not accept a lowered quorum of the meta group, with or without a leader', () => {
		const rescues = [{server: 'n2', quorum: 2}];
		const meta = (metaGroup: ReturnType<typeof aMetaGroup>) =>
			checkedView([checkedCluster(three, [], {metaGroups: new Map([[undefined, metaGroup]])})]);

		expect(faults(meta(aMetaGroup(three, {rescues})))).toEqual([
			'meta CRITICAL quorum of the meta group lowered to 2 on n2',
		]);
		expect(faults(meta(aMetaGroup(three, {rescues, leader: undefined})))).toEqual([
			'meta CRITICAL the meta group has no leader, quorum of the meta group lowered to 2 on n2',
		]);
	});

	it('wants a meta leader whose peers are all current', () => {
		const meta = (metaGroup: ReturnType<typeof aMetaGroup>) =>
			checkedView([checkedCluster(three, [], {metaGroups: new Map([[undefined, metaGroup]])})]);
		const late = [aFollower('n2'), aFollower('n3', {current: false, lag: 7})];

		expect(faults(meta(aMetaGroup(three, {leader: undefined})))).toEqual([
			'meta CRITICAL the meta group has no leader',
		]);
		expect(faults(meta(aMetaGroup(three, {followers: late})))).toEqual([
			'meta WARNING meta group led by n1: n3 is 7 entries behind',
		]);
		expect(faults(meta(aMetaGroup(three, {replicas: 4})))).toEqual([
			'meta WARNING meta group led by n1: 1 peer is unknown',
		]);
	});

	it('wants no meta leader of a server without a cluster', () => {
		const alone = checkedCluster([aServer('n1', {cluster: 'n1'})], [], {metaGroups: new Map()});

		expect(statusOf(checkedView([alone]))).toBe('OK');
	});

	it('lists a cluster without JetStream, and judges the others', () => {
		const east = checkedCluster(three, groupsLedBy({n1: 3, n2: 3, n3: 3}));
		const west = checkedCluster([aServer('w1', {cluster: 'west', state: 'no-jetstream'})], []);
		const both = checkedView([east, west]);

		expect(statusOf(both)).toBe('OK');
		expect(
			judge(both, plainRules)
				.filter(({cluster}) => cluster === 'west')
				.map(({text}) => text),
		).toEqual(['no JetStream, nothing to check']);
		expect(faults(checkedView([west]))).toEqual([
			'view UNKNOWN no JetStream on w1: nothing to check',
		]);
		expect(statusOf(checkedView([west]), {expect: 1})).toBe('CRITICAL');
		expect(statusOf(checkedView([west]), {okToStop: 'w1'})).toBe('OK');
	});

	it('calls a cluster critical in which JetStream is up on no server though it is meant to be', () => {
		const away = ['n1', 'n2'].map(name => aServer(name, {state: 'recovering'}));
		const metaGroups = new Map([[undefined, aMetaGroup(['n1', 'n2'])]]);

		expect(faults(checkedView([checkedCluster(away, [], {metaGroups})]))).toContainEqual(
			'servers CRITICAL n1 is recovering JetStream, n2 is recovering JetStream',
		);
	});

	it('finds groups without a leader, and those with followers that could not take over', () => {
		const lost = aGroup({stream: 'LOST', followers: three, replicas: 3});
		const late = aFollower('n3', {current: false, lag: 3});
		const lagging = aGroup({stream: 'LATE', leader: 'n1', followers: ['n2', late]});
		const down = ['n2', 'n3'].map(name => aFollower(name, {online: false}));
		const stranded = aGroup({stream: 'ALONE', consumer: 'c', leader: 'n1', followers: down});
		const withGroups = (...groups: Parameters<typeof checkedCluster>[1][number][]) =>
			checkedView([checkedCluster(three, groups)]);

		expect(faults(withGroups(lost))).toEqual(['leaderless CRITICAL 1 of 1 group without a leader']);
		expect(faults(withGroups(lagging))).toEqual([
			'lagging WARNING 1 group has a follower that is behind or offline, such as SHOP LATE',
		]);
		expect(faults(withGroups(lagging, stranded))[0]).toBe(
			'lagging CRITICAL 1 group has no follower that could take over, 1 group has a follower that is behind or offline, such as SHOP ALONE › c, SHOP LATE',
		);
	});
});

describe('an incomplete view', () => {
	const fine = [checkedCluster(three, [])];

	it.each<[string, CheckedView]>([
		['a server that did not tell', checkedView(fine, {missing: ['n3']})],
		['a reply that could not be read', checkedView(fine, {unreadable: 1})],
		['a server that has just come back', checkedView(fine, {unseen: ['n3']})],
		['a lost connection', checkedView(fine, {lost: 'the connection is lost'})],
		['no server at all', checkedView([])],
	])('is never OK: %s', (_, seen) => {
		expect(statusOf(seen)).toBe('UNKNOWN');
		expect(statusOf(seen, {expect: 3})).toBe('UNKNOWN');
	});

	it('does not hide what is broken nonetheless', () => {
		const groups = [aGroup({stream: 'LOST', followers: three, replicas: 3})];

		expect(statusOf(checkedView([checkedCluster(three, groups)], {missing: ['n3']}))).toBe(
			'CRITICAL',
		);
	});

	it('of one account leaves out what that cannot tell, and does not guess how many servers are up', () => {
		const account = checkedView(fine, {seesAll: false});

		expect(judge(account, plainRules).map(({item}) => item)).toEqual([
			'leaderless',
			'lagging',
			'distribution',
			'view',
		]);
		expect(statusOf(account)).toBe('OK');
		expect(statusOf(account, {expect: 3})).toBe('UNKNOWN');
	});
});

describe('whether a server may stop', () => {
	const late = aFollower('n3', {current: false, lag: 311});
	const orders = aGroup({stream: 'ORDERS', leader: 'n1', followers: ['n2', late]});
	const cache = aGroup({stream: 'CACHE', leader: 'n3'});
	const seen = checkedView([checkedCluster(three, [orders, cache])]);
	const textOf = (view: CheckedView, okToStop: string) =>
		judge(view, {...plainRules, okToStop}).find(({item}) => item === 'stop')?.text;

	it('is judged alone, whatever else is wrong', () => {
		expect(statusOf(spread(90, 0, 0), {okToStop: 'n1'})).toBe('OK');
		expect(statusOf(spread(90, 0, 0), {okToStop: 'n1', expect: 4})).toBe('CRITICAL');
	});

	it('is a no with what it waits for, or a yes with what would be unavailable', () => {
		expect(statusOf(seen, {okToStop: 'n1'})).toBe('CRITICAL');
		expect(textOf(seen, 'n1')).toBe('n1 must not stop now: lag 311 on n3');
		expect(statusOf(seen, {okToStop: 'n3'})).toBe('OK');
		expect(textOf(seen, 'n3')).toBe('n3 may stop; 1 group with one replica would be unavailable');
	});

	it('is not known of a server that nobody knows or that does not answer, nor without the whole picture', () => {
		const silent = checkedCluster([...three, aServer('n4', {state: 'silent'})], [], {
			metaGroups: new Map([[undefined, aMetaGroup(three)]]),
		});
		const half = checkedCluster(three, [], {missing: ['n2']});
		const untold = checkedCluster(three, [], {metaGroups: new Map()});

		expect(textOf(seen, 'n9')).toBe('there is no server n9; the servers are n1, n2, n3');
		expect(statusOf(seen, {okToStop: 'n9'})).toBe('UNKNOWN');
		expect(statusOf(checkedView([silent]), {okToStop: 'n4'})).toBe('UNKNOWN');
		expect(statusOf(checkedView([half]), {okToStop: 'n1'})).toBe('UNKNOWN');
		expect(statusOf(checkedView([untold]), {okToStop: 'n1'})).toBe('UNKNOWN');
		expect(statusOf(checkedView([]), {okToStop: 'n1'})).toBe('UNKNOWN');
	});

	it('is a yes for one that is offline already', () => {
		const metaGroups = new Map([
			[
				undefined,
				aMetaGroup(three, {followers: [aFollower('n2'), aFollower('n3', {online: false})]}),
			],
		]);
		const down = checkedCluster(['n1', 'n2', aServer('n3', {state: 'offline'})], [], {metaGroups});

		expect(textOf(checkedView([down]), 'n3')).toBe('n3 is offline already');
		expect(statusOf(checkedView([down]), {okToStop: 'n1'})).toBe('CRITICAL');
	});
});
