import {setTimeout as wait} from 'node:timers/promises';
import type {NatsConnection} from 'nats';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {checkCluster} from '../../source/session/check-cluster.ts';
import {checkOptions} from '../../source/commands/check.ts';
import type {LocalCluster} from '../../source/demo/local-cluster.ts';
import {stopReasons, stopVerdicts, type StopVerdict} from '../../source/domain/stop-verdict.ts';
import {createStore} from '../../source/state/store.ts';
import {openNatsCluster} from '../../source/nats/open-nats-cluster.ts';
import type {CheckResult} from '../../source/report/check/check-result.ts';
import {startTestCluster} from '../support/with-cluster.ts';
import {accountApi} from './account-api.ts';
import {targetOf} from './target.ts';
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
		expect(reasons(second)[0]).toMatch(
			new RegExp(`^meta group: (offline|not responding) on ${first}$`),
		);
		await expect.poll(peers, patient).toEqual([leader, second]);

		await Promise.all([
			local.startServer(first),
			watched.until('ok again', () => answers(names).every(answer => answer === 'ok')),
		]);
		await expect.poll(peers, patient).toHaveLength(3);
	});

	it('names a peer that was gone before all others started, by its id, with how to remove it', async () => {
		await local.killServer('n3');
		for (const name of ['n1', 'n2']) {
			await local.stopServer(name);
		}

		const ready = new AbortController();
		const starting = ['n1', 'n2'].map(async name =>
			local.startServer(name, {signal: ready.signal}).catch(() => undefined),
		);
		const up = await local.connect('SYS', {waitOnFirstConnect: true});
		await up.close();
		const fresh = await watchLocal(local);
		const peer = 'BXScrY9i';
		const findings = () =>
			checkCluster(fresh.cluster, fresh.view, checkOptions({})).findings.map(
				({item, text}) => `${item}: ${text}`,
			);
		await fresh.until('the peer', () => fresh.view.servers.get(peer)?.state === 'offline');
		await fresh.until('no other', () => fresh.view.servers.size === 3);
		await fresh.until('the finding', () => findings().includes(`servers: ${peer} is offline`));
		const removal = `${peer} is offline (gone for good? nats server cluster peer-remove ${peer})`;
		await fresh.until('its removal', () =>
			findings().some(text => text.startsWith('meta: ') && text.includes(removal)),
		);
		ready.abort();
		await Promise.all(starting);
		await fresh.close();
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

describe.each(['2.10', 'newest'] as const)(
	'a meta group of nats-server %s without quorum',
	series => {
		it('takes no leader from streams that keep theirs', async () => {
			const local = await startTestCluster({
				series,
				servers: 5,
				configure: ({name}) => `server_tags: [${name < 'n4' ? 'hosts' : 'others'}]`,
			});
			try {
				const shop = await accountApi(local, 'SHOP');
				for (const stream of ['S1', 'S2', 'S3']) {
					await shop.createStream(stream, 3, 'hosts');
					await shop.createConsumer(stream, 'all');
				}

				await shop.close();
				for (const server of ['n3', 'n4', 'n5']) {
					await local.stopServer(server);
				}

				const target = targetOf(local, 'SYS', {only: 'n1'});
				const cluster = await openNatsCluster({target, intervalMs: 250});
				const {view, apply, subscribe} = createStore();
				let rounds = 0;
				const seen = new Set<string>();
				await new Promise<void>(resolve => {
					const isUp = (name: string) => view.servers.get(name)?.state === 'online';
					const led = () => view.groups.size - view.leaderless.size;
					subscribe(() => {
						if (rounds > 0) {
							const states = ['n1', 'n2'].map(name => `${name} ${view.servers.get(name)?.state}`);
							seen.add(`${states.join(', ')}, ${led()} groups led`);
						}
					});
					cluster.watch(event => {
						apply(event);
						const missesLeader = isMetaCritical(checkCluster(cluster, view, checkOptions({})));
						rounds += rounds > 0 && event.type === 'servers-reported' ? 1 : 0;
						// Servers that have just started do not know their meta leader yet: that is another matter.
						if (rounds === 0 && missesLeader && isUp('n1') && isUp('n2') && led() === 6) {
							rounds = 1;
						}

						if (rounds === 12) {
							resolve();
						}
					});
				});
				expect([...seen]).toEqual(['n1 online, n2 online, 6 groups led']);
				expect(isMetaCritical(checkCluster(cluster, view, checkOptions({})))).toBe(true);
				expect(view.electionSummary.flapping).toEqual([]);
				await cluster.close();
			} finally {
				await local.stop();
			}
		});
	},
);

describe('a meta group whose quorum an operator has lowered', () => {
	it('is critical, on the server and with the quorum that the server reports', async () => {
		const local = await startTestCluster({series: 'newest'});
		try {
			await local.stopServer('n2');
			await local.stopServer('n3');
			const cluster = await openNatsCluster({
				target: targetOf(local, 'SYS', {only: 'n1'}),
				intervalMs: 250,
			});
			const {view, apply, subscribe} = createStore();
			const metaFindings = () =>
				checkCluster(cluster, view, checkOptions({}))
					.findings.filter(({item}) => item === 'meta')
					.map(({status, text}) => `${status} ${text}`);
			const until = async (finding: string) =>
				new Promise<void>(resolve => {
					const unsubscribe = subscribe(() => {
						if (metaFindings().includes(finding)) {
							unsubscribe();
							resolve();
						}
					});
				});
			const stuck = until('CRITICAL the meta group has no leader');
			cluster.watch(apply);
			await stuck;
			const rescued = until('CRITICAL quorum of the meta group lowered to 1 on n1');
			const system = await local.connect('SYS');
			await rescueMetaGroup(system);
			await rescued;
			await system.close();
			await cluster.close();
		} finally {
			await local.stop();
		}
	});
});

/** Lowers the quorum to one; refused while the server still holds the leader that it lost for one ("leader is known"). */
async function rescueMetaGroup(system: NatsConnection): Promise<void> {
	for (;;) {
		const answer = await system.request('$JS.API.META.RESCUE', '{"quorum_needed":1}');
		const {error, new_quorum: quorum} = answer.json<{
			error?: {err_code: number};
			new_quorum?: number;
		}>();
		if (error === undefined) {
			expect(quorum).toBe(1);
			return;
		}

		expect(error.err_code).toBe(10_224);
		await wait(100);
	}
}

function isMetaCritical({findings}: CheckResult): boolean {
	return findings.some(({item, status}) => item === 'meta' && status === 'CRITICAL');
}

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
