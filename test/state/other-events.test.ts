import {describe, expect, it} from 'vitest';
import {aFollower, aGroup, aServer, start} from '../support/build.ts';
import {metaGroupReported} from '../support/events.ts';
import {applyAll, storeOf} from '../support/store-of.ts';

const metaLeader = (cluster: string, leader: string | undefined, domain?: string) =>
	({type: 'meta-leader-changed', at: start, cluster, domain, leader}) as const;

describe('the meta leader', () => {
	const servers = ['n1', aServer('w1', {cluster: 'west'}), aServer('h1', {cluster: 'hub'})];
	const metaLeadersAfter = (...events: readonly ReturnType<typeof metaLeader>[]) =>
		[...applyAll(storeOf(servers, []), events).view.clusters.values()].map(
			({name, metaLeader}) => `${name} ${metaLeader ?? '-'}`,
		);

	it('is marked in its cluster', () => {
		expect(metaLeadersAfter(metaLeader('east', 'n1'))).toEqual(['east n1', 'hub -', 'west -']);
	});

	it('is one for all clusters of a domain, and each domain has its own', () => {
		expect(
			metaLeadersAfter(
				metaLeader('east', 'n1'),
				metaLeader('hub', 'h1', 'HUB'),
				metaLeader('west', 'w1'),
			),
		).toEqual(['east -', 'hub h1', 'west w1']);
	});

	it('may be nobody', () => {
		expect(metaLeadersAfter(metaLeader('east', 'n1'), metaLeader('east', undefined))).toEqual([
			'east -',
			'hub -',
			'west -',
		]);
	});
});

describe('the meta group', () => {
	const servers = ['n1', 'n2', 'n3'];
	const told = metaGroupReported(servers);

	it('is what its leader said last, and news only where that changed', () => {
		const {view, apply} = applyAll(storeOf(servers, []), [told]);
		const {planRevision} = view;
		apply(told);

		expect(view.planRevision).toBe(planRevision);
		expect(view.metaGroups).toEqual(new Map([[undefined, told.metaGroup]]));
		const late = [aFollower('n2', {lag: 4, current: false}), aFollower('n3')];
		apply(metaGroupReported(servers, {metaGroup: {...told.metaGroup, followers: late}}));
		expect(view.planRevision).not.toBe(planRevision);
		expect(view.metaGroups.get(undefined)?.followers).toEqual(late);
	});

	it.each([
		['another server leads it', metaLeader('east', 'n2')],
		['nobody leads it', metaLeader('east', undefined)],
		[
			'the connection was away',
			{type: 'connection-changed', at: start, state: 'connected', detail: undefined} as const,
		],
	])('is not known any more when %s', (_, event) => {
		const {view} = applyAll(storeOf(servers, []), [told, event]);

		expect(view.metaGroups.size).toBe(0);
	});

	it('misses peers that are up and were never heard', () => {
		const {view, apply} = applyAll(storeOf(['n1', 'n2'], []), [told]);
		expect(view.missing).toEqual(['n3']);

		const followers = [aFollower('n2'), aFollower('n3', {online: false, current: false})];
		apply(metaGroupReported(servers, {metaGroup: {...told.metaGroup, followers}}));
		expect(view.missing).toEqual([]);
	});
});

describe('a lost quorum', () => {
	const orders = aGroup({stream: 'ORDERS', leader: 'n1', followers: ['n2', 'n3']});

	it('leaves the group without a leader', () => {
		const {view} = applyAll(storeOf(['n1', 'n2', 'n3'], [orders]), [
			{type: 'quorum-lost', at: start + 50, group: orders},
		]);

		expect(view.leaderless).toEqual(new Map([[orders.key, start + 50]]));
		expect(view.counts.get('n1')).toBeUndefined();
	});

	it('of an unknown group changes nothing', () => {
		const {view} = applyAll(storeOf(['n1'], []), [
			{type: 'quorum-lost', at: start + 50, group: orders},
		]);

		expect(view.groups.size).toBe(0);
	});
});

describe('a rejected reply', () => {
	it('is counted and kept, the newest fifty', () => {
		const store = storeOf([], []);

		for (let index = 0; index < 60; index++) {
			store.apply({
				type: 'reply-rejected',
				at: start + index,
				subject: '$SYS.REQ.SERVER.PING.JSZ',
				reason: 'meta_cluster is no object',
			});
		}

		expect(store.view.rejectedCount).toBe(60);
		expect(store.view.rejected).toHaveLength(50);
		expect(store.view.rejected[0]?.at).toBe(start + 10);
	});
});

describe('the connection', () => {
	it('is shown as it last changed', () => {
		const {view} = applyAll(storeOf([], []), [
			{type: 'connection-changed', at: start + 9, state: 'reconnecting', detail: 'read ECONNRESET'},
		]);

		expect(view.connection).toEqual({
			state: 'reconnecting',
			at: start + 9,
			detail: 'read ECONNRESET',
		});
	});
});
