import {rmSync, writeFileSync} from 'node:fs';
import {NatsConnectionImpl} from 'nats';
import {describe, expect, it} from 'vitest';
import {connectionOptions} from '../../../source/nats/access/connection-options.ts';
import {resolveTarget} from '../../../source/nats/access/resolve-target.ts';
import {createAuthority} from './certificates.ts';
import {connectFailureOf, connectTo, identityOf} from './connections.ts';
import {startLoneServer} from './lone-server.ts';
import {createOperatorKeys, createUserNkey} from './operator-keys.ts';
import {request, target} from './requests.ts';
import {temporaryHome} from './temporary-home.ts';
import {everySeries} from '../../support/with-cluster.ts';

describe('connectionOptions', () => {
	it('carry what the target says and leave reconnecting to the owner', () => {
		const options = connectionOptions(
			target({servers: ['a:1', 'b:2'], connectionName: 'me', inboxPrefix: 'in', timeoutMs: 70}),
		);
		expect(options).toEqual({
			servers: ['a:1', 'b:2'],
			name: 'me',
			inboxPrefix: 'in',
			timeout: 70,
			noAsyncTraces: true,
		});
	});
});

describe('a connection to a real server', () => {
	it('is made with user and password, and with an nkey', async () => {
		const home = temporaryHome();
		const ada = createUserNkey();
		const {address} = await startLoneServer(
			`accounts {SHOP {users: [{user: ada, password: "p@ss,w%rd"}, {nkey: ${ada.publicKey}}]}}`,
		);
		home.context('word', {url: address, user: 'ada', password: 'p@ss,w%rd'});
		home.context('nkey', {url: address, nkey: home.file('ada.nk', `${ada.seed}\n`)});
		const flags = {url: `nats://ada:p@ss%2Cw%25rd@${address}`};
		const identities = [];
		for (const given of [
			request({context: 'word'}),
			request({context: 'nkey'}),
			request({flags}),
		]) {
			identities.push(await identityOf(await connectTo(await resolveTarget(given, home))));
		}

		expect(identities).toEqual(['SHOP/ada', `SHOP/${ada.publicKey}`, 'SHOP/ada']);
	});

	it.each([
		['a token', {token: 't0ken'}, ''],
		['an address with nothing but a name', {}, 't0ken@'],
	])('is made with %s', async (_, flags, userInfo) => {
		const {address} = await startLoneServer('authorization {token: t0ken}');
		const given = request({flags: {url: `${userInfo}${address}`, ...flags}});
		const connection = await connectTo(await resolveTarget(given, temporaryHome()));
		expect(connection.info?.auth_required).toBe(true);
	});

	it.each(everySeries)('is made with a user that has no password, server %s', async series => {
		const home = temporaryHome();
		const {address: url} = await startLoneServer(
			'accounts {SHOP {users: [{user: ada, password: ""}]}}',
			series,
		);
		home.context('empty', {url, user: 'ada', password: ''});
		home.context('none', {url, user: 'ada'});
		for (const given of [
			request({context: 'empty'}),
			request({context: 'none'}),
			request({flags: {url, user: 'ada'}}),
			request({flags: {url, user: 'ada', password: ''}}),
			request({flags: {url: `nats://ada:@${url}`}}),
		]) {
			const connection = await connectTo(await resolveTarget(given, home));
			const {client_id: id} = connection.info ?? {};
			expect(id).toBeGreaterThan(0);
			// $SYS.REQ.USER.INFO is known from 2.10 on.
			if (series !== '2.9') {
				expect(await identityOf(connection)).toBe('SHOP/ada');
			}
		}
	});

	it('is made with the fields of a context in another case', async () => {
		const home = temporaryHome();
		const {address} = await startLoneServer('accounts {SHOP {users: [{user: ada, password: pw}]}}');
		home.contextText('go', JSON.stringify({URL: address, User: 'ada', PassWord: 'pw'}));
		const made = await resolveTarget(request({context: 'go'}), home);
		expect(await identityOf(await connectTo(made))).toBe('SHOP/ada');
	});

	it('is made with credentials, with JWT and seed, and with a bearer JWT', async () => {
		const home = temporaryHome();
		const keys = createOperatorKeys();
		const {address: url} = await startLoneServer(keys.config);
		const {creds, jwt, seed} = keys.user();
		const embedded = `data:;base64,${Buffer.from(creds).toString('base64')}`;
		home.context('creds', {url, creds: home.file('a.creds', creds)});
		home.context('windows', {url, creds: home.file('w.creds', creds.replaceAll('\n', '\r\n'))});
		home.context('embedded', {url, creds: embedded});
		home.context('jwt', {url, user_jwt: jwt, user_seed: `file://${home.file('a.nk', seed)}`});
		home.context('bearer', {url, user_jwt: keys.user({bearer: true}).jwt});
		for (const context of ['creds', 'windows', 'embedded', 'jwt', 'bearer']) {
			const connection = await connectTo(await resolveTarget(request({context}), home));
			expect(await identityOf(connection)).toContain(`${keys.account}/U`);
		}
	});

	it.each(everySeries)('is made with what is given side by side, server %s', async series => {
		const home = temporaryHome();
		const keys = createOperatorKeys();
		const [other, bob] = [createUserNkey(), createUserNkey()];
		const [{address: operated}, {address: listed}] = await Promise.all([
			startLoneServer(keys.config, series),
			startLoneServer(
				`accounts {SHOP {users: [{user: ada, password: pw}, {nkey: ${bob.publicKey}}, {nkey: ${other.publicKey}}]}}`,
				series,
			),
		]);
		const creds = home.file('a.creds', keys.user().creds);
		home.context('creds', {creds});
		home.context('nkey', {nkey: home.file('bob.nk', bob.seed)});
		home.context('token', {token: 't0ken'});
		const user = {user: 'ada', password: 'pw'};
		for (const [context, flags] of [
			['creds', {url: `nats://ada:pw@${operated}`}],
			['creds', {url: `nats://ada:pw@${listed}`}],
			['creds', {url: listed, ...user}],
			['creds', {url: operated, token: 't0ken'}],
			['token', {url: listed, ...user}],
			['token', {url: listed, nkey: `${home.folder}/bob.nk`}],
			['nkey', {url: listed, ...user}],
			['nkey', {url: `nats://ada:pw@${listed}`}],
		] as const) {
			const connection = await connectTo(await resolveTarget(request({context, flags}), home));
			expect(connection.info?.client_id).toBeGreaterThan(0);
		}
	});

	it('finds the server that lives among those of a list, whichever carries the user info', async () => {
		const {address} = await startLoneServer('authorization {user: ada, password: pw}');
		const flags = {url: `127.0.0.1:1,ada:pw@127.0.0.1:2,${address}`};
		const connection = await connectTo(await resolveTarget(request({flags}), temporaryHome()));
		expect(connection.getServer()).toBe(address);
	});

	it('uses the inbox prefix and is listed under its name', async () => {
		const {address: url} = await startLoneServer(
			'accounts {SYS {users: [{user: s, password: s}]}}\nsystem_account: SYS',
		);
		const given = request({
			flags: {url, user: 's', password: 's', inboxPrefix: '_INBOX_s'},
			connectionName: 'top of n1',
		});
		const connection = await connectTo(await resolveTarget(given, temporaryHome()));
		const subscription = connection.subscribe('_INBOX_s.>', {max: 1});
		const reply = await connection.request('$SYS.REQ.SERVER.PING.CONNZ', '{}');
		expect(reply.string()).toContain('"name":"top of n1"');
		for await (const message of subscription) {
			expect(message.subject).toMatch(/^_INBOX_s\./);
		}
	});

	it('comes back with new credentials when the old ones have expired', async () => {
		const home = temporaryHome();
		const keys = createOperatorKeys();
		const {address: url} = await startLoneServer(keys.config);
		// The server ends the connection when the JWT expires, at a full second.
		const expiresAt = Math.floor(Date.now() / 1000) + 2;
		const creds = home.file('a.creds', keys.user({expiresAt}).creds);
		const given = request({flags: {url, creds}});
		const connection = await connectTo(await resolveTarget(given, home));
		const next = keys.user();
		let attempts = 0;
		for await (const {type} of connection.status()) {
			// Within the second of its end a server takes an expired JWT once more.
			if (type === 'reconnect' && attempts >= 5) {
				break;
			}

			// First it is gone, then torn, then whole: as a careless script replaces a file.
			attempts += type === 'reconnecting' ? 1 : 0;
			if (attempts === 1) {
				rmSync(creds, {force: true});
			} else if (attempts === 3) {
				writeFileSync(creds, next.creds.slice(0, 200));
			} else if (attempts === 5) {
				writeFileSync(creds, next.creds);
			}
		}

		expect(await identityOf(connection)).toContain(keys.account);
	});
});

describe('TLS to a real server', () => {
	it.each(everySeries)(
		'is used only where it is asked for or required, server %s',
		async series => {
			const home = temporaryHome();
			const authority = createAuthority(home.folder);
			const {cert, key} = authority.issue('server', 'IP:127.0.0.1');
			const tls = `tls {cert_file: "${cert}", key_file: "${key}"}`;
			const {address} = await startLoneServer(`${tls}\nallow_non_tls: true`, series);
			const targetAt = async (url: string, ca?: string) =>
				resolveTarget(request({flags: {url, ...(ca !== undefined && {ca})}}), home);
			const isEncrypted = async (url: string, ca?: string) => {
				const connection = await connectTo(await targetAt(url, ca));
				return (
					connection instanceof NatsConnectionImpl && connection.protocol.transport.isEncrypted()
				);
			};
			expect(await isEncrypted(`nats://${address}`)).toBe(false);
			expect(await isEncrypted(`nats://${address}`, authority.ca)).toBe(true);
			expect(await isEncrypted(`tls://${address}`, authority.ca)).toBe(true);
			const unknown = await connectFailureOf(await targetAt(`tls://${address}`));
			expect(unknown.problem).toBe('certificate-authority');
			const {address: strict} = await startLoneServer(tls, series);
			const required = await connectFailureOf(await targetAt(`nats://${strict}`));
			expect(required.problem).toBe('certificate-authority');
		},
	);

	it.each(['127.0.0.1', 'localhost'])('checks the certificate against %s', async host => {
		const home = temporaryHome();
		const authority = createAuthority(home.folder);
		const names = host === 'localhost' ? 'DNS:localhost' : 'IP:127.0.0.1';
		const {cert, key} = authority.issue('server', names);
		const tls = `tls {cert_file: "${cert}", key_file: "${key}"}`;
		const {port} = await startLoneServer(tls);
		const flags = {url: `tls://${host}:${port}`, ca: authority.ca};
		const connection = await connectTo(await resolveTarget(request({flags}), home));
		expect(connection.info?.tls_required).toBe(true);
	});

	it.each([false, true])('shows a client certificate; handshake first: %s', async tlsFirst => {
		const home = temporaryHome();
		const authority = createAuthority(home.folder);
		const server = authority.issue('server', 'IP:127.0.0.1');
		const client = authority.issue('ada', 'email:ada@example.com');
		const {address} = await startLoneServer(
			`tls {cert_file: "${server.cert}", key_file: "${server.key}", ca_file: "${authority.ca}", verify_and_map: true, handshake_first: ${tlsFirst}}
			accounts {SHOP {users: [{user: "ada@example.com"}]}}`,
		);
		home.context('shop', {url: address, ca: '~/ca.pem', ...client, tls_first: tlsFirst});
		const connection = await connectTo(await resolveTarget(request({context: 'shop'}), home));
		expect(await identityOf(connection)).toBe('SHOP/ada@example.com');
	});
});
