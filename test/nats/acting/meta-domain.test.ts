import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {LocalCluster} from '../../../source/demo/local-cluster.ts';
import {metaSuccessors} from '../../../source/domain/meta-group.ts';
import {noAudit} from '../../../source/executor/audit.ts';
import {stepDownMetaLeader} from '../../../source/executor/step-down-meta-leader.ts';
import {directedSeries, everySeries, startTestCluster} from '../../support/with-cluster.ts';
import {watchLocal, type WatchedCluster} from '../watched-cluster.ts';

/*
 *   hub (n1 n2 n3) ── leaf node for SYS ── edge (e1 e2 e3)
 */
describe.each(everySeries)('the meta leader in a JetStream domain on nats-server %s', series => {
	let hub: LocalCluster;
	let edge: LocalCluster;
	let watched: WatchedCluster;

	beforeAll(async () => {
		hub = await startTestCluster({
			series,
			name: 'hub',
			domain: 'hub',
			extraPorts: 1,
			configure: ({extraPorts}) => `leafnodes {listen: "127.0.0.1:${extraPorts[0]}"}`,
		});
		const urls = hub.servers.map(
			({extraPorts}) => `"nats-leaf://sys:sys@127.0.0.1:${extraPorts[0]}"`,
		);
		edge = await startTestCluster({
			series,
			name: 'edge',
			domain: 'edge',
			servers: ['e1', 'e2', 'e3'],
			configure: () => `leafnodes {remotes: [{urls: [${urls.join(', ')}], account: SYS}]}`,
		});
		watched = await watchLocal(hub);
		await watched.until('both meta leaders', () =>
			['hub', 'edge'].every(name => leaderOf(name) !== undefined),
		);
	});

	afterAll(async () => {
		await watched?.close();
		await edge?.stop();
		await hub?.stop();
	});

	const leaderOf = (name: string) => watched.view.clusters.get(name)?.metaLeader;

	const stepDown = async (cluster: string) =>
		watched.cluster.stepDownMetaLeader({cluster, preferred: undefined, timeoutMs: 5000});

	it('steps down where the connection is at home, and no other does', async () => {
		const [before, other] = [leaderOf('hub'), leaderOf('edge')];
		const change = watched.next(
			'meta-leader-changed',
			({domain, leader}) => domain === 'hub' && leader !== undefined && leader !== before,
		);
		expect(await stepDown('hub')).toEqual({type: 'accepted'});
		await change;
		expect(leaderOf('edge')).toBe(other);
	});

	it('steps down from another domain, or it is said from where it does', async () => {
		const before = leaderOf('hub');
		const answer = await stepDown('edge');
		expect(answer).toEqual(
			series === 'newest'
				? {type: 'accepted'}
				: {
						type: 'refused',
						code: undefined,
						reason:
							'nats-server before 2.15 takes this from its own JetStream domain only: connect to a server of cluster edge',
					},
		);
		expect(leaderOf('hub')).toBe(before);
	});

	it('is locked from another domain before anybody asks, where it cannot be done', () => {
		expect(watched.cluster.metaPermission('hub')).toEqual({type: 'allowed'});
		expect(watched.cluster.metaPermission('edge')).toEqual(
			series === 'newest'
				? {type: 'allowed'}
				: {type: 'locked', missing: expect.stringContaining('connect to a server of cluster edge')},
		);
	});

	it.skipIf(!directedSeries.includes(series))('goes to the server that is wanted', async () => {
		const from = leaderOf('hub') ?? expect.unreachable();
		await watched.until('current peers', () => successors().length === 2);
		const [preferred] = successors().toReversed();
		const end = await stepDownMetaLeader({
			cluster: watched.cluster,
			clusterName: 'hub',
			domain: 'hub',
			from,
			preferred,
			audit: noAudit,
			electionTimeoutMs: 10_000,
		});
		expect(end).toMatchObject({result: 'as-wanted', elected: preferred, reason: undefined});
	});

	const successors = () =>
		metaSuccessors(watched.view.metaGroups.get('hub'), watched.view.servers, new Set());
});
