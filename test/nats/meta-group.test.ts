import type {NatsConnection} from 'nats';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {LocalCluster} from '../../source/demo/local-cluster.ts';
import {stopReasons, stopVerdicts, type StopVerdict} from '../../source/domain/stop-verdict.ts';
import {startTestCluster} from '../support/with-cluster.ts';
import {watchLocal, type WatchedCluster} from './watched-cluster.ts';

const names = ['n1', 'n2', 'n3'];

describe.each(['2.10', 'newest'] as const)('the meta group of nats-server %s', series => {
	let local: LocalCluster;
	let system: NatsConnection;
	let watched: WatchedCluster;

	beforeAll(async () => {
		local = await startTestCluster({series});
		system = await local.connect('SYS');
		watched = await watchLocal(local);
	});

	afterAll(async () => {
		await watched?.close();
		await system?.close();
		await local?.stop();
	});

	it('lets no second server stop, without a single stream, until the first one is back', async () => {
		expect(answers(names)).toEqual(['ok', 'ok', 'ok']);
		await expect.poll(peers, patient).toHaveLength(3);
		const [leader, first = '', second = ''] = await peers();

		await local.stopServer(first);
		const others = names.filter(name => name !== first);
		await watched.until('a peer missed', () => answers(others).every(answer => answer === 'wait'));
		expect(reasons(second)[0]).toMatch(new RegExp(`^meta group: (offline|silent) on ${first}$`));
		await expect.poll(peers, patient).toEqual([leader, second]);

		await Promise.all([
			local.startServer(first),
			watched.until('ok again', () => answers(names).every(answer => answer === 'ok')),
		]);
		await expect.poll(peers, patient).toHaveLength(3);
	});

	/** Its connection may be one to the server that stopped. */
	const patient = {timeout: 20_000};
	const peers = async () => currentPeers(system);

	function verdict(server: string): StopVerdict {
		return stopVerdicts(watched.view).get(server) ?? expect.unreachable();
	}

	function answers(servers: readonly string[]) {
		return servers.map(server => verdict(server).answer);
	}

	function reasons(server: string) {
		return stopReasons(verdict(server));
	}
});

type Told = {
	readonly server: {readonly name: string};
	readonly data: {
		readonly meta_cluster?: {
			readonly leader?: string;
			readonly replicas?: readonly {name: string; current: boolean; offline?: boolean}[];
		};
	};
};

/** The peers that count for the quorum, as the leader itself tells it to a plain question; none while nobody leads. */
async function currentPeers(system: NatsConnection): Promise<string[]> {
	const replies = await system.requestMany('$SYS.REQ.SERVER.PING.JSZ', '', {
		strategy: 'timer',
		maxWait: 500,
	});
	for await (const reply of replies) {
		const {server, data} = reply.json<Told>();
		const {leader, replicas = []} = data.meta_cluster ?? {};
		if (leader === server.name) {
			const others = replicas.filter(({current, offline}) => current && offline !== true);
			return [leader, ...others.map(({name}) => name)];
		}
	}

	return [];
}
