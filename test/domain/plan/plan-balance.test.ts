import {describe, expect, it} from 'vitest';
import {bestReachable, planBalance} from '../../../source/domain/plan/plan-balance.ts';
import {improvementText, planImprovements} from '../../../source/domain/plan/improvement.ts';
import type {PlanOptions} from '../../../source/domain/plan/plan-options.ts';
import type {Plan} from '../../../source/domain/plan/plan.ts';
import type {ClusterPicture} from '../../../source/domain/cluster-picture.ts';
import type {RaftGroup} from '../../../source/domain/raft-group.ts';
import type {Server} from '../../../source/domain/server.ts';
import {
	aFollower,
	aGroup,
	aServer,
	groupsLedBy,
	pictureOf,
	start,
	streamsOnOne,
} from '../../support/build.ts';
import {barsOf, picture} from '../../support/picture.ts';

function planFor(
	servers: readonly (string | Server)[],
	groups: readonly RaftGroup[],
	options: Partial<PlanOptions> = {},
): Plan {
	return planBalance(pictureOf(servers, groups), {cluster: 'east', ...options});
}

/** The bars after a plan. */
function after({after: {shares}}: Plan): string {
	return barsOf({
		servers: new Map(shares.map(({server}) => [server.name, server])),
		counts: new Map(
			shares.map(({server, streamLeaders, consumerLeaders, r1}) => [
				server.name,
				{streams: streamLeaders, consumers: consumerLeaders, r1},
			]),
		),
	});
}

describe('planning a balance', () => {
	it('evens out a cluster after a restart', () => {
		const plan = planFor(['n1', 'n2', 'n3'], groupsLedBy({n1: 9, n2: 3, n3: 0}));
		expect(after(plan)).toBe(picture`
			n1 ████ 4
			n2 ████ 4
			n3 ████ 4
		`);
		expect(plan.stepDowns).toBe(5);
		expect(plan.ratio).toEqual({before: 2.25, after: 1, best: 1});
		expect(plan.before.hotspots).toEqual(['n1']);
		expect(plan.after.hotspots).toEqual([]);
		expect(plan.stays.size).toBe(0);
	});

	it('leaves a cluster alone that is as even as possible', () => {
		const plan = planFor(['n1', 'n2', 'n3'], groupsLedBy({n1: 4, n2: 4, n3: 3}));
		expect(plan.moves).toEqual([]);
	});

	it('finds the chain where no group of the fullest server can go to the emptiest', () => {
		const plan = planFor(
			['n1', 'n2', 'n3'],
			[...groupsLedBy({n1: 4, n2: 0}), ...groupsLedBy({n2: 2, n3: 0}, {account: 'PAY'})],
		);
		expect(after(plan)).toBe(picture`
			n1 ██ 2
			n2 ██ 2
			n3 ██ 2
		`);
	});

	it('evens out the streams first, then the total with the consumers', () => {
		const plan = planFor(
			['n1', 'n2'],
			[...groupsLedBy({n1: 6, n2: 0}), ...consumersLedBy('n1', 2), ...consumersLedBy('n2', 4)],
		);
		expect(plan.goal).toBe('streams-then-total');
		expect(plan.after.shares.map(share => share.streamLeaders)).toEqual([3, 3]);
		expect(plan.after.shares.map(share => share.leaders)).toEqual([6, 6]);
	});

	it('evens out the total alone where even streams would leave a hotter server', () => {
		const stuck = Array.from({length: 6}, (_, index) =>
			aGroup({
				stream: 'X',
				consumer: `C${index}`,
				leader: 'n2',
				followers: [aFollower('n1', {lag: 5, current: false})],
			}),
		);
		const plan = planFor(['n1', 'n2'], [...groupsLedBy({n1: 6, n2: 0}), ...stuck]);
		expect(plan.goal).toBe('total');
		expect(plan.moves).toEqual([]);
	});

	it.each([
		['streams', ['stream']],
		['consumers', ['consumer']],
	] as const)('moves only %s when asked to', (goal, kinds) => {
		const groups = [...groupsLedBy({n1: 6, n2: 0}), ...consumersLedBy('n1', 6)];
		const plan = planFor(['n1', 'n2'], groups, {goal});
		const moved = groups.filter(({key}) => plan.moves.some(({group}) => group === key));
		expect([...new Set(moved.map(({kind}) => kind))]).toEqual(kinds);
	});

	it('counts one-replica groups only when told to, and never moves them', () => {
		const groups = [
			...groupsLedBy({n1: 4, n2: 4}),
			...Array.from({length: 4}, (_, index) => aGroup({stream: `R${index}`, leader: 'n1'})),
		];
		expect(planFor(['n1', 'n2'], groups).moves).toEqual([]);
		const plan = planFor(['n1', 'n2'], groups, {rules: {threshold: 1.5, countR1: true}});
		expect(plan.moves).toHaveLength(2);
		expect(plan.after.shares.map(({leaders, r1}) => [leaders, r1])).toEqual([
			[6, 4],
			[6, 0],
		]);
	});

	it('does not chase the last leader within the tolerance', () => {
		const groups = groupsLedBy({n1: 104, n2: 97, n3: 99});
		expect(planFor(['n1', 'n2', 'n3'], groups).moves).toHaveLength(4);
		expect(planFor(['n1', 'n2', 'n3'], groups, {tolerance: 0.05}).moves).toEqual([]);
		const plan = planFor(['n1', 'n2', 'n3'], groupsLedBy({n1: 120, n2: 80, n3: 100}), {
			tolerance: 0.05,
		});
		expect(plan.after.shares.map(({leaders}) => leaders)).toEqual([105, 95, 100]);
		expect(plan.ratio).toEqual({before: 1.2, after: 1.05, best: 1});
	});

	it('plans each cluster on its own', () => {
		const west = [aServer('w1', {cluster: 'west'}), aServer('w2', {cluster: 'west'})];
		const groups = [
			...groupsLedBy({n1: 4, n2: 0}),
			...groupsLedBy({w1: 2, w2: 0}, {cluster: 'west', account: 'PAY'}),
		];
		expect(planFor(['n1', 'n2', ...west], groups).moves).toHaveLength(2);
		expect(planFor(['n1', 'n2', ...west], groups, {cluster: 'west'}).moves).toHaveLength(1);
	});

	it('reports leaderless groups and does not plan for them', () => {
		const orphan = aGroup({stream: 'ORPHAN', followers: ['n1', 'n2']});
		const plan = planFor(['n1', 'n2'], [...groupsLedBy({n1: 2, n2: 0}), orphan]);
		expect(plan.leaderless).toEqual([orphan.key]);
		expect(plan.moves).toHaveLength(1);
	});

	it('says nothing of a cluster without servers or groups', () => {
		expect(planFor([], []).moves).toEqual([]);
		expect(planFor(['n1'], []).ratio).toEqual({before: 0, after: 0, best: 0});
		expect(bestReachable(pictureOf([], []), {cluster: 'east'})).toEqual({
			ratio: 0,
			stepDowns: 0,
			improves: [],
		});
	});
});

describe('servers that take no leaders', () => {
	const groups = groupsLedBy({n1: 6, n2: 3, n3: 0});

	it.each([
		['in lame-duck mode', 'lame-duck', aServer('n3', {state: 'lame-duck'}), {}],
		['offline', 'offline', aServer('n3', {state: 'offline'}), {}],
		['silent', 'silent', aServer('n3', {state: 'silent'}), {}],
		['recovering', 'recovering', aServer('n3', {state: 'recovering'}), {}],
		['cordoned', 'cordoned', aServer('n3'), {cordon: ['n3']}],
		[
			'just rejoined',
			'resting',
			aServer('n3', {rejoinedAt: start - 20_000}),
			{rest: {now: start, restMs: 30_000}},
		],
		[
			'just started',
			'resting',
			aServer('n3', {startedAt: start - 20_000}),
			{rest: {now: start, restMs: 30_000}},
		],
	] as const)('are left out: %s', (_, reason, n3, options) => {
		const plan = planFor(['n1', 'n2', n3], groups, options);
		expect(plan.closed).toEqual(new Map([['n3', reason]]));
		expect(plan.loads.map(load => load.after)).toEqual([5, 4, 0]);
	});

	it('take leaders again after their rest', () => {
		const n3 = aServer('n3', {rejoinedAt: start - 30_000});
		const plan = planFor(['n1', 'n2', n3], groups, {rest: {now: start, restMs: 30_000}});
		expect(plan.loads.map(load => load.after)).toEqual([3, 3, 3]);
	});

	it('take leaders after so long before our eyes, whatever their clock says of their start', () => {
		const n3 = aServer('n3', {startedAt: start + 600_000, stateSince: start - 30_000});
		const plan = planFor(['n1', 'n2', n3], groups, {rest: {now: start, restMs: 30_000}});
		expect(plan.loads.map(load => load.after)).toEqual([3, 3, 3]);
	});

	it('may hand leaders out', () => {
		const plan = planFor(['n1', 'n2', 'n3'], groups, {cordon: ['n1']});
		expect(plan.loads.map(load => load.after)).toEqual([3, 3, 3]);
	});
});

describe('a drain', () => {
	it('empties the server and keeps the others even', () => {
		const plan = planFor(['n1', 'n2', 'n3'], groupsLedBy({n1: 4, n2: 4, n3: 2}), {drain: ['n1']});
		expect(after(plan)).toBe(picture`
			n1 0
			n2 █████ 5
			n3 █████ 5
		`);
		expect(plan.stepDowns).toBe(4);
		expect(plan.closed.get('n1')).toBe('draining');
	});

	it('touches no other server when only its own leaders are in scope', () => {
		const plan = planFor(['n1', 'n2', 'n3'], groupsLedBy({n1: 4, n2: 9, n3: 2}), {
			drain: ['n1'],
			scope: {leaders: ['n1']},
		});
		expect(new Set(plan.moves.map(({from}) => from))).toEqual(new Set(['n1']));
		expect(plan.loads.map(load => load.after)).toEqual([0, 9, 6]);
	});

	it('names every group that cannot leave, and why', () => {
		const one = aGroup({stream: 'ONE', leader: 'n1'});
		const behind = aGroup({
			stream: 'BEHIND',
			leader: 'n1',
			followers: [aFollower('n2', {lag: 7, current: false}), aFollower('n3', {online: false})],
		});
		const down = aGroup({
			stream: 'DOWN',
			leader: 'n1',
			followers: [aFollower('n3', {online: false, current: false})],
		});
		const caged = aGroup({stream: 'CAGED', leader: 'n1', followers: ['n3']});
		const other = aGroup({stream: 'OTHER', account: 'PAY', leader: 'n1', followers: ['n2']});
		const free = aGroup({stream: 'FREE', leader: 'n1', followers: ['n2']});
		const plan = planFor(['n1', 'n2', 'n3'], [one, behind, down, caged, other, free], {
			drain: ['n1'],
			cordon: ['n3'],
			scope: {accounts: ['SHOP']},
		});
		expect(plan.moves.map(({group}) => group)).toEqual([free.key]);
		expect(Object.fromEntries(plan.stays)).toEqual({
			'one-replica': [one.key],
			'followers-behind': [behind.key],
			'followers-offline': [down.key],
			'followers-closed': [caged.key],
			'out-of-scope': [other.key],
		});
	});

	it('is not asked about what others lead, however much that is', () => {
		const groups = groupsLedBy({n1: 2, n2: 9, n3: 0});
		const plan = planFor(['n1', 'n2', 'n3'], groups, {
			drain: ['n1'],
			cordon: ['n2', 'n3'],
			scope: {leaders: ['n1']},
		});
		const own = groups.filter(({leader}) => leader === 'n1').map(({key}) => key);
		expect(plan.stays).toEqual(new Map([['followers-closed', own]]));
	});
});

describe('groups that stay on a server above its share', () => {
	it('are named with the reason', () => {
		const stuck = Array.from({length: 3}, (_, index) =>
			aGroup({stream: `STUCK${index}`, leader: 'n1', followers: [aFollower('n2', {lag: 1})]}),
		);
		const plan = planFor(
			['n1', 'n2', 'n3'],
			[...stuck, ...groupsLedBy({n1: 1, n2: 0}, {account: 'PAY'})],
		);
		expect(plan.stays).toEqual(new Map([['followers-behind', stuck.map(({key}) => key)]]));
	});

	it('are those that would make nothing more even, when nothing else holds them', () => {
		const plan = planFor(['n1', 'n2', 'n3'], groupsLedBy({n1: 3, n2: 3}));
		expect([...plan.stays.keys()]).toEqual(['nowhere-better']);
		expect(plan.stays.get('nowhere-better')).toHaveLength(6);
	});

	it('are those of a leader that does not answer', () => {
		const silent = aServer('n1', {state: 'silent'});
		const plan = planFor([silent, 'n2'], groupsLedBy({n1: 3, n2: 0}));
		expect(plan.moves).toEqual([]);
		expect([...plan.stays.keys()]).toEqual(['leader-unreachable']);
	});
});

describe('the scope', () => {
	const groups = ['SHOP', 'PAY'].flatMap(account => groupsLedBy({n1: 4, n2: 0}, {account}));

	it.each([
		['account', {accounts: ['PAY']}, 4],
		['stream', {stream: 'S*'}, 4],
		['name of one stream', {stream: 'S2'}, 2],
		['pattern that fits nothing', {stream: '*S'}, 0],
		['pattern in parts', {stream: '*S*1*'}, 2],
		['pattern whose ends would overlap', {stream: 'S1*1'}, 0],
		['leader', {leaders: ['n2']}, 0],
	] as const)('limits what moves, by %s', (_, scope, moves) => {
		expect(planFor(['n1', 'n2'], groups, {scope}).moves).toHaveLength(moves);
	});

	it('takes an account by its id as well', () => {
		const named = groupsLedBy({n1: 4, n2: 0}, {account: 'SHOP', accountId: 'ABC'});
		expect(planFor(['n1', 'n2'], named, {scope: {accounts: ['ABC']}}).moves).toHaveLength(2);
	});

	it('leaves out groups of one kind and domain', () => {
		const traits = {leader: 'n1', followers: ['n2']};
		const sorts = [
			{stream: 'A'},
			{stream: 'B', consumer: 'C'},
			{stream: 'A', domain: 'hub'},
			{stream: 'A', account: 'PAY'},
		].map(group => aGroup({...traits, ...group}));
		const except = [{accountId: 'SHOP', kind: 'stream', domain: undefined}] as const;
		const {moves} = planFor(['n1', 'n2'], sorts, {drain: ['n1'], scope: {except}});
		expect(new Set(moves.map(({group}) => group))).toEqual(
			new Set(sorts.slice(1).map(({key}) => key)),
		);
	});

	it('counts what it leaves out as load', () => {
		const plan = planFor(
			['n1', 'n2'],
			[...groupsLedBy({n1: 0, n2: 4}), ...groupsLedBy({n1: 4, n2: 0}, {account: 'PAY'})],
			{scope: {accounts: ['PAY']}},
		);
		expect(plan.moves).toEqual([]);
	});
});

describe('what a plan makes more even', () => {
	const improvementsOf = (groups: readonly RaftGroup[]) =>
		planImprovements(planFor(['n1', 'n2', 'n3'], groups)).map(each => improvementText(each));

	it('is told of all leaders, and of those of streams', () => {
		expect(improvementsOf(groupsLedBy({n1: 6, n2: 3, n3: 0}))).toEqual([
			'leaders 6 3 0 → 3 3 3',
			'streams 6 3 0 → 3 3 3',
		]);
	});

	it('may be the streams alone, where the ratio stays', () => {
		expect(improvementsOf(streamsOnOne)).toEqual(['streams 3 0 0 → 1 1 1']);
		const best = bestReachable(pictureOf(['n1', 'n2', 'n3'], streamsOnOne), {cluster: 'east'});
		expect(best.improves.map(each => improvementText(each))).toEqual(['streams 3 0 0 → 1 1 1']);
	});

	it('is nothing where there is nothing to do', () => {
		expect(improvementsOf(groupsLedBy({n1: 3, n2: 3, n3: 3}))).toEqual([]);
	});

	it('is told as a range where there are many servers', () => {
		const names = Array.from({length: 9}, (_, index) => `n${index + 1}`);
		const counts = Object.fromEntries(names.map(name => [name, name === 'n1' ? 9 : 0]));
		const plan = planFor(names, groupsLedBy(counts));
		expect(planImprovements(plan).map(each => improvementText(each))).toEqual([
			'leaders 0 to 9 → 1 each',
			'streams 0 to 9 → 1 each',
		]);
	});
});

describe('servers before 2.11', () => {
	it('are not told who shall lead next', () => {
		const old = aServer('n1', {version: '2.10.27'});
		const plan = planFor(
			[old, 'n2', 'n3'],
			[...groupsLedBy({n1: 4, n2: 0}), ...groupsLedBy({n2: 4, n3: 0}, {account: 'PAY'})],
		);
		for (const {from, to, aim} of plan.moves) {
			expect(to).toBe(from === 'n1' ? undefined : aim);
		}

		expect(new Set(plan.moves.map(({from}) => from))).toEqual(new Set(['n1', 'n2']));
	});

	it('need more step-downs where only one of two followers is wanted', () => {
		const picture = pictureOf(['n1', 'n2', 'n3'], groupsLedBy({n1: 8, n2: 4, n3: 0}));
		expect(planBalance(picture, {cluster: 'east'}).expectedRequests).toBe(4);
		expect(planBalance(onOldServers(picture), {cluster: 'east'}).expectedRequests).toBe(8);
	});

	it('are not asked to trade a stream for a consumer, which would be a matter of luck', () => {
		const picture = pictureOf(['n1', 'n2', 'n3'], streamsOnOne);
		expect(planBalance(picture, {cluster: 'east'}).stepDowns).toBe(4);
		const old = onOldServers(picture);
		expect(planBalance(old, {cluster: 'east'}).stepDowns).toBe(0);
		expect(bestReachable(old, {cluster: 'east'})).toMatchObject({stepDowns: 0, improves: []});
		expect(planBalance(old, {cluster: 'east', goal: 'streams'}).stepDowns).toBe(2);
		const drained = planBalance(old, {cluster: 'east', drain: ['n1']});
		expect(drained.moves.filter(({from}) => from === 'n1')).toHaveLength(3);
	});

	it('need no more in a drain', () => {
		const picture = pictureOf(['n1', 'n2', 'n3'], groupsLedBy({n1: 8, n2: 0, n3: 0}));
		const plan = planBalance(onOldServers(picture), {cluster: 'east', drain: ['n1']});
		expect(plan.expectedRequests).toBe(8);
	});
});

function consumersLedBy(leader: string, count: number): RaftGroup[] {
	return Array.from({length: count}, (_, index) =>
		aGroup({
			stream: 'ORDERS',
			consumer: `${leader}-${index}`,
			leader,
			followers: ['n1', 'n2'].filter(name => name !== leader),
		}),
	);
}

function onOldServers(picture: ClusterPicture): ClusterPicture {
	return {
		...picture,
		servers: new Map(
			[...picture.servers].map(([name, server]) => [name, {...server, version: '2.10.27'}]),
		),
	};
}
