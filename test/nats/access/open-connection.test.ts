import {once} from 'node:events';
import {createServer} from 'node:net';
import type {AddressInfo} from 'node:net';
import {afterAll, beforeAll, describe, expect, it, onTestFinished, vi} from 'vitest';
import type {LocalCluster} from '../../../source/demo/local-cluster.ts';
import {freePorts} from '../../../source/demo/start-cluster.ts';
import {openConnection} from '../../../source/nats/access/open-connection.ts';
import {resolveTarget} from '../../../source/nats/access/resolve-target.ts';
import {startTestCluster, type Series} from '../../support/with-cluster.ts';
import {createAuthority} from './certificates.ts';
import {connectFailureOf, connectTo, identityOf} from './connections.ts';
import type {Texts} from './requests.ts';
import {openGate} from './gate.ts';
import {startLoneServer} from './lone-server.ts';
import {failureOf, request, target} from './requests.ts';
import type {TemporaryHome} from './temporary-home.ts';
import {temporaryHome} from './temporary-home.ts';

describe('openConnection to a cluster that asks for client certificates', () => {
	let cluster: LocalCluster;
	let home: TemporaryHome;
	let removeHome: () => void;
	let ca: string;
	let client: Texts;

	beforeAll(async () => {
		home = temporaryHome(remove => {
			removeHome = remove;
		});
		const authority = createAuthority(home.folder);
		ca = authority.ca;
		client = authority.issue('client', 'DNS:client');
		const {cert, key} = authority.issue('server', 'IP:127.0.0.1,DNS:localhost');
		cluster = await startTestCluster({
			configure: () =>
				`tls {cert_file: "${cert}", key_file: "${key}", ca_file: "${ca}", verify: true}`,
			connectionFor: account => ({
				user: account.toLowerCase(),
				pass: account.toLowerCase(),
				tls: {caFile: ca, certFile: client.cert, keyFile: client.key},
			}),
		});
	});

	afterAll(async () => {
		await cluster.stop();
		removeHome();
	});

	const targetOf = async (flags: Texts) =>
		resolveTarget(request({flags, timeoutMs: 400, noContext: true}), home);

	it('works with one', async () => {
		const flags = {url: cluster.url('SHOP'), ca, ...client};
		expect(await identityOf(await connectTo(await targetOf(flags)))).toBe('SHOP/shop');
	});

	it.each(['one server', 'all servers'])('ends without one, given %s', async given => {
		const url = cluster.url('SHOP', given === 'one server' ? 'n2' : undefined);
		expect((await connectFailureOf(await targetOf({url, ca}))).problem).toBe('client-certificate');
	});

	it('ends with a wrong password, although the servers name each other', async () => {
		const url = cluster.servers.map(({port}) => `eve:no@127.0.0.1:${port}`).join(',');
		const {problem} = await connectFailureOf(await targetOf({url, ca, ...client}));
		expect(problem).toBe('authorization');
	});
});

describe('openConnection', () => {
	it('does not wait for a server that hangs while another one answers', async () => {
		const hanging = createServer().listen(0, '127.0.0.1');
		await once(hanging, 'listening');
		onTestFinished(() => {
			hanging.close();
		});
		const {port} = hanging.address() as AddressInfo;
		const {address} = await startLoneServer('');
		const both = target({servers: [`127.0.0.1:${port}`, address], timeoutMs: 300_000});
		// Which of them comes first is left to chance.
		for (let times = 0; times < 8; times++) {
			const connection = await openConnection(both);
			expect(connection.getServer()).toBe(address);
			await connection.close();
		}
	});

	it.each<Series>(['newest'])(
		'comes back to the address that was given, behind advertised ones that lead nowhere, server %s',
		async series => {
			let [dials, silences] = [0, 0];
			const silent = createServer(socket => {
				silences++;
				socket.on('error', () => undefined);
			}).listen(0, '127.0.0.1');
			await once(silent, 'listening');
			onTestFinished(() => {
				silent.close();
			});
			const {port: nowhere} = silent.address() as AddressInfo;
			const [route = 0] = await freePorts(1);
			const member = async (name: string, listen: string, routes: string) =>
				startLoneServer(
					`server_name: ${name}, client_advertise: "127.0.0.1:${nowhere}"
					cluster {name: c, listen: "${listen}", routes: [${routes}]}`,
					series,
				);
			const {port} = await member('n1', `127.0.0.1:${route}`, '');
			await member('n2', '127.0.0.1:-1', `"nats-route://127.0.0.1:${route}"`);
			const gate = await openGate(port);
			const connection = await connectTo(target({servers: [gate.address], timeoutMs: 300_000}));
			await vi.waitUntil(() => connection.info?.connect_urls?.includes(`127.0.0.1:${nowhere}`));
			const statuses = connection.status();
			gate.mode = 'closes';
			gate.cut();
			for await (const {type} of statuses) {
				if (type === 'reconnect') {
					break;
				}

				dials += type === 'reconnecting' ? 1 : 0;
				if (dials === 12) {
					gate.mode = 'leads';
				}
			}

			expect(connection.getServer()).toBe(gate.address);
			// By turns these would be half of all.
			expect(silences).toBeGreaterThan(0);
			expect(silences).toBeLessThan(5);
			expect(dials).toBeLessThan(16);
		},
	);

	it('ends at once when it is called off, and explains nothing then', async () => {
		const server = createServer().listen(0, '127.0.0.1');
		await once(server, 'listening');
		onTestFinished(() => {
			server.close();
		});
		const {port} = server.address() as AddressInfo;
		const controller = new AbortController();
		const opening = failureOf(async () =>
			openConnection(target({servers: [`127.0.0.1:${port}`]}), controller.signal),
		);
		await once(server, 'connection');
		controller.abort(new Error('called off'));
		expect((await opening).message).toBe('called off');
	});
});
