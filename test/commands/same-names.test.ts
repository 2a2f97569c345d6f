import {afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished} from 'vitest';
import {watchLocal} from '../nats/watched-cluster.ts';
import {accountApi} from '../nats/account-api.ts';
import {cliFile} from '../support/cli-file.ts';
import {
	edgeOf,
	hubOfLeafs,
	leafRemotes,
	startLeafClusters,
	type LeafClusters,
} from '../support/leaf-clusters.ts';
import {openPty, type PtyScreen} from '../support/pty-screen.ts';
import {runCli} from '../support/run-cli.ts';
import {startTestCluster} from '../support/with-cluster.ts';
import type {LocalCluster} from '../../source/demo/local-cluster.ts';

type ReportJson = {
	readonly complete: boolean;
	readonly clusters: readonly {
		readonly name: string;
		readonly groups: number;
		readonly metaLeader: string | null;
		readonly servers: readonly {
			readonly name: string;
			readonly state: string;
			readonly leaders: number;
			readonly okToStop: boolean | null;
		}[];
	}[];
	readonly groups: readonly {readonly stream: string; readonly leader: string}[];
};

type MovesJson = {
	readonly outcome: string;
	readonly moves: readonly {readonly stream: string; readonly result: string}[];
};

let screen: PtyScreen | undefined;

afterEach(async () => {
	await screen?.close();
	screen = undefined;
});

const hubServers = ['nats-0@hub', 'nats-1@hub', 'nats-2@hub'];
const edgeServers = ['nats-0@edge', 'nats-1@edge', 'nats-2@edge'];

describe.each(['2.10', 'newest'] as const)(
	'two clusters of nats-server %s whose servers have the same names',
	series => {
		let both: LeafClusters;

		beforeAll(async () => {
			both = await startLeafClusters(series);
			for (const [local, streams] of [
				[both.hub, 6],
				[both.edge, 4],
			] as const) {
				const shop = await accountApi(local, 'SHOP');
				for (let index = 0; index < streams; index++) {
					await shop.createStream(`${local.name}-${index}`, 3);
				}

				await shop.close();
			}
		});

		afterAll(async () => {
			await both?.stop();
		});

		it('are told apart in every report, from either side', async () => {
			for (const from of [both.hub, both.edge, both.hub]) {
				const {exitCode, stdout} = await on(from, ['report', '--json', '--groups']);
				const {complete, clusters, groups} = JSON.parse(stdout) as ReportJson;
				expect(complete).toBe(true);
				expect(exitCode).toBe(0);
				expect(
					clusters.map(({name, groups: count, servers}) => ({
						name,
						groups: count,
						servers: servers.map(each => each.name),
						states: [...new Set(servers.map(({state}) => state))],
						leaders: servers.reduce((sum, {leaders}) => sum + leaders, 0),
						okToStop: servers.every(each => each.okToStop),
					})),
				).toEqual([
					{
						name: 'nats',
						groups: 6,
						servers: hubServers,
						states: ['online'],
						leaders: 6,
						okToStop: true,
					},
					{
						name: 'nats-edge',
						groups: 4,
						servers: edgeServers,
						states: ['online'],
						leaders: 4,
						okToStop: true,
					},
				]);
				for (const [index, domain] of ['hub', 'edge'].entries()) {
					expect(clusters[index]?.metaLeader).toMatch(new RegExp(`^nats-[012]@${domain}$`));
				}

				for (const local of [both.hub, both.edge]) {
					const shop = await accountApi(local, 'SHOP');
					const domain = local === both.hub ? 'hub' : 'edge';
					expect(groups.find(({stream}) => stream === `${local.name}-0`)?.leader).toBe(
						`${await shop.streamLeader(`${local.name}-0`)}@${domain}`,
					);
					await shop.close();
				}
			}
		});

		it('are judged each on its own', async () => {
			const {stdout} = await on(both.hub, ['check', '--warn-ratio', '9']);
			expect(stdout).toMatch(/^OK/);
			const stop = await on(both.hub, ['check', '--ok-to-stop', 'nats-1@edge']);
			expect(stop.stdout).toMatch(/^OK: nats-1@edge may stop/);
			const unclear = await on(both.hub, ['check', '--ok-to-stop', 'nats-1']);
			expect(unclear.exitCode).toBe(3);
			expect(`${unclear.stdout}${unclear.stderr}`).toContain('nats-1@hub');
		});

		it('are drained and balanced where it was meant', async () => {
			const before = await leadersAt(both.hub);
			const edge = ['--cluster', 'nats-edge', '--act-as', `SHOP=${both.edge.url('SHOP')}`, '--yes'];
			const drain = await on(both.hub, ['drain', 'nats-1@edge', '--json', ...edge]);
			expect(JSON.parse(drain.stdout)).toMatchObject({outcome: 'drained'});
			const balance = await on(both.hub, ['balance', '--json', ...edge]);
			const {outcome, moves} = JSON.parse(balance.stdout) as MovesJson;
			expect(moves.filter(({stream}) => !stream.startsWith('nats-edge-'))).toEqual([]);
			// Before 2.11 a server cannot be told whom to elect.
			if (series === 'newest') {
				expect(outcome).toBe('balanced');
			}

			expect(await leadersAt(both.hub)).toEqual(before);
		});

		it('are on the screen one at a time, by names that tell them apart', async () => {
			screen = openPty({args: [cliFile, '--server', both.hub.systemUrl], columns: 100, rows: 30});
			await screen.until(lines => lines.some(line => line.includes('nats-2@hub')), 20_000);
			screen.keys('c');
			await screen.until(lines => lines.some(line => line.includes('nats-2@edge')));
		});

		async function leadersAt(local: LocalCluster): Promise<readonly string[]> {
			const shop = await accountApi(local, 'SHOP');
			const leaders = await Promise.all(
				Array.from({length: 6}, async (_, index) => shop.streamLeader(`${local.name}-${index}`)),
			);
			await shop.close();
			return leaders;
		}
	},
);

describe('a cluster that joins while another with the same names is watched', () => {
	it('makes the names of both longer, and both complete', async () => {
		const hub = await startTestCluster(hubOfLeafs);
		onTestFinished(hub.stop);
		const shop = await accountApi(hub, 'SHOP');
		await shop.createStream('ORDERS', 3);
		await shop.close();
		const {view, until, group, events, close} = await watchLocal(hub);
		expect(group('ORDERS').leader).toMatch(/^nats-\d$/);

		const edge = await startTestCluster(edgeOf(hub));
		onTestFinished(edge.stop);
		await until(
			'both clusters',
			() => view.servers.size === 6 && view.missing.length === 0 && view.groups.size === 1,
		);
		expect([...view.servers.keys()].sort()).toEqual([...hubServers, ...edgeServers].sort());
		expect(group('ORDERS').leader).toMatch(/^nats-\d@hub$/);
		expect(events.filter(({type}) => type === 'names-changed').length).toBeGreaterThan(0);
		await close();
	});
});

describe('two clusters of one name behind two domains', () => {
	let hub: LocalCluster;
	let edges: readonly LocalCluster[] = [];

	beforeAll(async () => {
		hub = await startTestCluster({...hubOfLeafs, servers: 1, name: 'hub'});
		const started: LocalCluster[] = [];
		for (const [domain, letter] of [
			['edge-a', 'a'],
			['edge-b', 'b'],
		] as const) {
			const edge = await startTestCluster({
				servers: [1, 2, 3].map(number => `${letter}${number}`),
				name: 'edge',
				domain,
				accounts: [{name: 'SHOP'}],
				configure: () => leafRemotes(hub),
			});
			started.push(edge);
			const shop = await accountApi(edge, 'SHOP');
			await shop.createStream(`ORDERS-${letter}`, 3);
			await shop.close();
		}

		edges = started;
	});

	afterAll(async () => {
		for (const local of [...edges, hub]) {
			await local?.stop();
		}
	});

	it('are two clusters in the report', async () => {
		const {stdout} = await on(hub, ['report', '--json']);
		const {clusters, complete} = JSON.parse(stdout) as ReportJson;
		expect(complete).toBe(true);
		expect(
			clusters
				.filter(({name}) => name.startsWith('edge'))
				.map(({name, groups, servers}) => [name, groups, servers.map(each => each.name)]),
		).toEqual([
			['edge@edge-a', 1, ['a1', 'a2', 'a3']],
			['edge@edge-b', 1, ['b1', 'b2', 'b3']],
		]);
	});

	it('have meta leaders of their own', async () => {
		const {cluster, view, until, close} = await watchLocal(hub);
		const leaderOf = (name: string) => view.clusters.get(name)?.metaLeader;
		const other = leaderOf('edge@edge-b');
		const preferred = ['a1', 'a2'].find(name => name !== leaderOf('edge@edge-a')) ?? '';
		expect(
			await cluster.stepDownMetaLeader({cluster: 'edge@edge-a', preferred, timeoutMs: 5000}),
		).toEqual({type: 'accepted'});
		await until('the wanted meta leader', () => leaderOf('edge@edge-a') === preferred);
		expect(leaderOf('edge@edge-b')).toBe(other);
		await close();
	});

	it('do not cover for each other', async () => {
		const [first] = edges;
		await first?.killServer('a2');
		await first?.killServer('a3');
		const {exitCode, stdout} = await on(hub, ['check']);
		expect(exitCode).toBe(2);
		expect(stdout).toMatch(/edge@edge-a.*not responding|edge@edge-a: .*a2/);
		expect(stdout).not.toMatch(/CRITICAL.*edge@edge-b/);
	});
});

async function on(local: LocalCluster, args: readonly string[]) {
	return runCli([...args, '--server', local.systemUrl, '--no-context']);
}
