import {describe, expect, it} from 'vitest';
import {seeOnce} from '../../source/session/see-once.ts';
import type {ClusterEvent} from '../../source/domain/cluster-event.ts';
import type {Follower} from '../../source/domain/raft-group.ts';
import type {ServerReport} from '../../source/domain/server.ts';
import {stopVerdicts} from '../../source/domain/stop-verdict.ts';
import {simulateCluster} from '../../source/sim/simulate-cluster.ts';
import {aFollower, aGroup, start} from '../support/build.ts';
import {aReport, look, metaGroupReported, serversReported} from '../support/events.ts';
import {manualScheduler} from '../support/manual-scheduler.ts';

describe('one look', () => {
	it('gives up on a peer that does not answer, and looks once where nothing else is away', async () => {
		const {cluster, refreshes} = clusterSaying(aFollower('n3', {current: false}), 'nobody');
		const view = await seeOnce(cluster, 50);

		expect(view.missing).toEqual(['n3']);
		expect(refreshes()).toBe(0);
	});

	it('is enough where every follower is current', async () => {
		const {cluster, refreshes} = clusterSaying(aFollower('n3'));
		await seeOnce(cluster, 5000);

		expect(refreshes()).toBe(0);
	});

	it('becomes two where a follower is behind, to tell a busy group from one that lags', async () => {
		const {cluster, refreshes} = clusterSaying(aFollower('n3', {current: false, lag: 20}));
		const view = await seeOnce(cluster, 5000);

		expect(refreshes()).toBe(1);
		expect(stopVerdicts(view).get('n1')?.answer).toBe('ok');
	});

	it('becomes two where a server has just started, of whose replicas leaders may tell what was before', async () => {
		const young = aReport('n3', {startedAt: start - 4000});
		const {cluster, refreshes} = clusterSaying(aFollower('n3'), young);
		await seeOnce(cluster, 5000);

		expect(refreshes()).toBe(1);
	});
});

/** A cluster that says one thing when it is first looked at, and the same a second and 50 messages later when asked anew. */
function clusterSaying(follower: Follower, third: string | ServerReport = 'n3') {
	const group = aGroup({stream: 'ORDERS', leader: 'n1', followers: ['n2', follower]});
	const said = (messages: number, at: number) => [
		serversReported(third === 'nobody' ? ['n1', 'n2'] : ['n1', 'n2', third], {at}),
		metaGroupReported(['n1', 'n2', 'n3'], {at}),
		...look('n1', [{...group, messages}], {at}),
		...look('n2', [], {at}),
		...(third === 'nobody' ? [] : look('n3', [], {at})),
	];
	let listen: (event: ClusterEvent) => void = () => {};
	let refreshes = 0;
	return {
		refreshes: () => refreshes,
		cluster: {
			...simulateCluster({scenario: 'even', seed: 1, scheduler: manualScheduler()}),
			watch(listener: (event: ClusterEvent) => void) {
				listen = listener;
				said(100, start).forEach(event => {
					listener(event);
				});
				return () => {};
			},
			async refresh() {
				refreshes++;
				said(150, start + 1000).forEach(event => {
					listen(event);
				});
			},
		},
	};
}
