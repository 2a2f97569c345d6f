import {once} from 'node:events';
import {createServer} from 'node:net';
import type {AddressInfo} from 'node:net';
import {AuthorizationError, ConnectionError, TimeoutError} from 'nats';
import {describe, expect, it, onTestFinished, vi} from 'vitest';
import {freePorts} from '../../../source/demo/start-cluster.ts';
import {
	ConnectError,
	connectError,
	explainConnectError,
} from '../../../source/nats/access/connect-error.ts';
import type {Evidence} from '../../../source/nats/access/connect-causes.ts';
import type {
	Authentication,
	ConnectionTarget,
} from '../../../source/nats/access/connection-target.ts';
import {resolveTarget} from '../../../source/nats/access/resolve-target.ts';
import {Secret} from '../../../source/nats/access/secret.ts';
import {messageOf} from '../../../source/session/errors.ts';
import {everySeries} from '../../support/with-cluster.ts';
import {createAuthority} from './certificates.ts';
import {connectFailureOf, connectTo} from './connections.ts';
import {openGate} from './gate.ts';
import {startLoneServer} from './lone-server.ts';
import {createOperatorKeys, createUserNkey, type UserOptions} from './operator-keys.ts';
import type {Texts} from './requests.ts';
import {request, target} from './requests.ts';
import {temporaryHome} from './temporary-home.ts';

const coded = (code: string, message = 'x') => Object.assign(new Error(message), {code});
const source = (text: string, file?: string) => ({text: new Secret(text), file});
const tls = {caFile: undefined, certFile: undefined, keyFile: undefined, handshakeFirst: false};
const withClient = {...tls, certFile: '/c/me.pem', keyFile: '/c/me.key'};
const certificateRequired = 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED';

const keys = createOperatorKeys();

describe('connectError', () => {
	it.each<readonly [string, unknown, Partial<ConnectionTarget>, Partial<Evidence>, string, string]>(
		[
			[
				'refused',
				new ConnectionError('connection refused', {cause: coded('ECONNREFUSED')}),
				{},
				{},
				'refused',
				'nothing listens there',
			],
			['no such host', coded('ENOTFOUND'), {}, {}, 'dns', 'the host name is not known'],
			['DNS down', coded('EAI_AGAIN'), {}, {}, 'dns', 'DNS of this machine does not answer'],
			['no route', coded('EHOSTUNREACH'), {}, {}, 'unreachable', 'no way to that network'],
			['hung up', coded('ECONNRESET'), {}, {}, 'unreachable', 'hung up'],
			['timeout', new TimeoutError(), {timeoutMs: 700}, {}, 'timeout', 'no answer within 0.7 s'],
			[
				'timeout, silent server',
				new TimeoutError(),
				{},
				{greeting: {type: 'none'}},
				'tls-first-wanted',
				'--tlsfirst',
			],
			[
				'timeout, silent although TLS first',
				new TimeoutError(),
				{tls: {...tls, handshakeFirst: true}},
				{greeting: {type: 'none'}},
				'timeout',
				'no answer',
			],
			[
				'timeout, ordinary server',
				new TimeoutError(),
				{},
				{greeting: {type: 'info', verifiesClients: false}},
				'timeout',
				'no answer',
			],
			[
				'timeout, clients verified',
				new TimeoutError(),
				{},
				{greeting: {type: 'info', verifiesClients: true}},
				'client-certificate',
				'give --tlscert and --tlskey',
			],
			[
				'timeout, client not taken',
				new TimeoutError(),
				{tls: withClient},
				{greeting: {type: 'info', verifiesClients: true}},
				'client-certificate',
				'did not take the one in /c/me.pem',
			],
			[
				'timeout, server says why',
				new TimeoutError(),
				{},
				{greeting: {type: 'error', text: 'Full'}},
				'other',
				'the server says: full',
			],
			[
				'unknown authority',
				coded('SELF_SIGNED_CERT_IN_CHAIN'),
				{},
				{},
				'certificate-authority',
				'give it with --tlsca',
			],
			[
				'another authority',
				coded('UNABLE_TO_VERIFY_LEAF_SIGNATURE'),
				{tls: {...tls, caFile: '/c/ca.pem'}},
				{},
				'certificate-authority',
				'not come from an authority in /c/ca.pem',
			],
			['expired', coded('CERT_HAS_EXPIRED'), {}, {}, 'certificate-expired', 'has expired'],
			[
				'not yet valid',
				coded('CERT_NOT_YET_VALID'),
				{},
				{},
				'certificate-expired',
				'is not valid yet',
			],
			[
				'other name',
				coded('ERR_TLS_CERT_ALTNAME_INVALID'),
				{tls},
				{},
				'certificate-name',
				'is for other names; connect with',
			],
			[
				'names in the certificate',
				Object.assign(coded('ERR_TLS_CERT_ALTNAME_INVALID'), {
					cert: {subjectaltname: 'DNS:n1.example.com, IP Address:10.0.0.1'},
				}),
				{servers: ['10.0.0.9:4222']},
				{},
				'certificate-name',
				'is for n1.example.com, 10.0.0.1; connect with one of them, or give it with --tls-server-name',
			],
			[
				'another protocol that is known',
				new TimeoutError(),
				{},
				{greeting: {type: 'foreign', what: 'an SSH server'}},
				'other',
				'what answers there is an SSH server; give the port for NATS clients',
			],
			[
				'client certificate',
				coded(certificateRequired),
				{},
				{},
				'client-certificate',
				'wants a client certificate',
			],
			[
				'client certificate refused',
				coded('ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE'),
				{tls: withClient},
				{},
				'client-certificate',
				'did not take',
			],
			[
				'no TLS there',
				new ConnectionError("server does not support 'tls'"),
				{},
				{},
				'tls-missing',
				'has no TLS',
			],
			[
				'greeting before TLS',
				coded('ERR_SSL_WRONG_VERSION_NUMBER'),
				{tls: {...tls, handshakeFirst: true}},
				{},
				'tls-first-unwanted',
				'leave out --tlsfirst',
			],
			[
				'other TLS',
				Object.assign(coded('ERR_SSL_NO_PROTOCOLS_AVAILABLE'), {reason: 'no protocols available'}),
				{},
				{},
				'tls',
				'no version or cipher of TLS in common',
			],
			['anything else', new Error('boom'), {}, {}, 'other', 'boom'],
			[
				'another protocol',
				new Error('unexpected response from server'),
				{},
				{},
				'other',
				'what answers there is no NATS server',
			],
			['no error at all', undefined, {}, {}, 'other', 'undefined'],
			['an error without words', new Error(''), {}, {}, 'other', 'no reason was given'],
		],
	)('%s', (_, cause, rest, circumstances, problem, advice) => {
		const error = connectError(cause, target(rest), circumstances);
		expect(error).toBeInstanceOf(ConnectError);
		expect(error.problem).toBe(problem);
		expect(error.message).toContain(advice);
		expect(error.message).not.toContain('\n');
		expect(error.cause).toBe(cause);
	});

	it.each([
		[{label: 'n1:4222', servers: ['n1:4222']}, 'cannot connect to n1:4222: '],
		[{label: 'prod', servers: ['n1:4222']}, 'cannot connect to prod (n1:4222): '],
		[
			{label: 'prod', servers: ['a:1', 'b:1', 'c:1', 'd:1', 'e:1']},
			'cannot connect to prod (a:1, b:1, c:1 and 2 more): ',
		],
	])('says to what: %o', (rest, beginning) => {
		expect(connectError(new Error('x'), target(rest)).message.startsWith(beginning)).toBe(true);
	});

	const old = keys.user({expiresAt: 1_700_000_000});
	it.each<readonly [Authentication, string]>([
		[{type: 'none'}, 'the server wants credentials'],
		[{type: 'user', user: 'ada', password: source('hunter2')}, 'the server refused the user ada'],
		[{type: 'token', token: source('hunter2')}, 'a user has a colon in an address'],
		[{type: 'user', user: 'hunter2', password: source('')}, 'refused the user without a password'],
		[{type: 'nkey', seed: source(old.seed, '/k/a.nk')}, 'refused the nkey in /k/a.nk'],
		[
			{type: 'creds', creds: source(keys.user().creds, '/k/a.creds')},
			'refused the credentials in /k/a.creds',
		],
		[
			{type: 'creds', creds: source(old.creds)},
			'the credentials expired at 2023-11-14T22:13:20.000Z',
		],
		[{type: 'jwt', jwt: source(old.jwt), seed: undefined}, 'the user JWT expired at 2023-11-14'],
	])('tells what to do about a refusal of %o', (authentication, advice) => {
		const refused = new AuthorizationError('Authorization Violation');
		const error = connectError(refused, target({authentication}), {now: 1_800_000_000_000});
		expect(error.problem).toBe('authorization');
		expect(error.message).toContain(advice);
		expect(error.message).not.toMatch(/hunter2|eyJ|SU[A-Z2-7]{10}/);
	});
});

async function failureAt(url: string, timeoutMs: number) {
	return connectFailureOf(await resolveTarget(request({flags: {url}, timeoutMs}), temporaryHome()));
}

async function problemOf(flags: Texts, timeoutMs = 5000) {
	const home = temporaryHome();
	const made = await resolveTarget(request({flags, timeoutMs}), home);
	return (await connectFailureOf(made)).problem;
}

describe('explainConnectError, with real servers', () => {
	it('knows a refusal', async () => {
		const ada = createUserNkey();
		const {address: url} = await startLoneServer('authorization {user: ada, password: pw}');
		expect(await problemOf({url})).toBe('authorization');
		expect(await problemOf({url, user: 'ada', password: 'no'})).toBe('authorization');
		expect(await problemOf({url, token: 'no'})).toBe('authorization');
		const seed = temporaryHome().file('a.nk', ada.seed);
		expect(await problemOf({url, nkey: seed})).toBe('authorization');
	});

	it('knows what is wrong with TLS', async () => {
		const home = temporaryHome();
		const authority = createAuthority(home.folder);
		const {ca} = authority;
		const good = authority.issue('good', 'IP:127.0.0.1,DNS:localhost');
		const old = authority.issue('old', 'IP:127.0.0.1', -1);
		// nats.js alone would take this one from any IP.
		const local = authority.issue('local', 'DNS:localhost');
		const block = ({cert, key}: typeof good, more = '') =>
			`tls {cert_file: "${cert}", key_file: "${key}" ${more}}`;
		const far = authority.issue('far', 'DNS:nats.example.com,DNS:*.example.org');
		const [plain, ordinary, expired, misnamed, verifying, first, firstVerifying, tunnelled] =
			await Promise.all(
				[
					'',
					block(good),
					block(old),
					block(local),
					block(good, `, ca_file: "${ca}", verify: true`),
					block(good, ', handshake_first: true'),
					block(good, `, handshake_first: true, ca_file: "${ca}", verify: true`),
					block(far),
				].map(async config => startLoneServer(config)),
			);
		const at = (server: typeof plain) => server?.address ?? '';
		const quick = 300;
		expect({
			noAuthority: await problemOf({url: at(ordinary)}),
			expired: await problemOf({url: at(expired), ca}),
			misnamed: await problemOf({url: at(misnamed), ca}),
			noTls: await problemOf({url: `tls://${at(plain)}`}),
			noClientCertificate: await problemOf({url: at(verifying), ca}, quick),
			noClientCertificateFirst: await problemOf({url: at(firstVerifying), ca, tlsFirst: true}),
			wantsFirst: await problemOf({url: at(first), ca}, quick),
			wantsFirstUnasked: await problemOf({url: at(first)}, quick),
			notFirst: await problemOf({url: at(ordinary), ca, tlsFirst: true}),
			firstWithoutTls: await problemOf({url: at(plain), ca, tlsFirst: true}),
		}).toEqual({
			noAuthority: 'certificate-authority',
			expired: 'certificate-expired',
			misnamed: 'certificate-name',
			noTls: 'tls-missing',
			noClientCertificate: 'client-certificate',
			noClientCertificateFirst: 'client-certificate',
			wantsFirst: 'tls-first-wanted',
			wantsFirstUnasked: 'tls-first-wanted',
			notFirst: 'tls-first-unwanted',
			firstWithoutTls: 'tls-first-unwanted',
		});

		// Each of them as its line advises.
		const client = authority.issue('client', 'DNS:client');
		for (const flags of [
			{url: at(ordinary), ca},
			{url: at(plain)},
			{url: at(verifying), ca, ...client},
			{url: at(firstVerifying), ca, ...client, tlsFirst: true},
			{url: at(first), ca, tlsFirst: true},
			{url: at(misnamed), ca, tlsServerName: 'localhost'},
		]) {
			await connectTo(await resolveTarget(request({flags}), home));
		}

		const named = async (tlsServerName?: string) => {
			const flags = {url: at(tunnelled), ca, ...(tlsServerName !== undefined && {tlsServerName})};
			return resolveTarget(request({flags}), home);
		};
		expect((await connectFailureOf(await named())).what).toBe(
			"the server's certificate is for nats.example.com, *.example.org; connect with one of them, or give it with --tls-server-name (behind a tunnel, for example)",
		);
		expect((await connectFailureOf(await named('nats.example.net'))).what).toMatch(
			/is for nats\.example\.com, .*, not for nats\.example\.net; give one of them/,
		);
		await connectTo(await named('nats.example.com'));
		// The address alone: the server requires TLS, nobody else asked for it.
		vi.stubEnv('SSL_CERT_FILE', ca);
		onTestFinished(() => {
			vi.unstubAllEnvs();
		});
		await connectTo(await resolveTarget(request({flags: {url: at(ordinary)}}), home));
		expect(await problemOf({url: at(misnamed)})).toBe('certificate-name');
		const other = createAuthority(home.folder, 'other').ca;
		expect(await problemOf({url: at(ordinary), ca: other})).toBe('certificate-authority');
	});

	it('knows that nothing listens, and that a name is none', async () => {
		const server = createServer().listen(0, '127.0.0.1');
		await once(server, 'listening');
		const {port} = server.address() as AddressInfo;
		server.close();
		await once(server, 'close');
		expect(await problemOf({url: `127.0.0.1:${port}`})).toBe('refused');
		expect(await problemOf({url: 'no-such-host.invalid'})).toBe('dns');
	});

	it.each(['2.10', 'newest'] as const)(
		'passes on what a server of %s says, without waiting for anything else',
		async series => {
			const limited = `accounts {A {limits {max_connections: 1}, users: [{user: a, password: pw}]}}`;
			const slow = 'authorization {user: a, password: pw, timeout: 0.1}';
			const [full, account, late] = await Promise.all(
				['max_connections: 1', limited, slow].map(async config => startLoneServer(config, series)),
			);
			const asked = async (url: string) =>
				resolveTarget(request({flags: {url}, timeoutMs: 300_000}), temporaryHome());
			const failure = async (url: string) => (await connectFailureOf(await asked(url))).message;
			await connectTo(await asked(full?.address ?? ''));
			expect(await failure(full?.address ?? '')).toMatch(
				/^cannot connect to \S+: maximum connections exceeded; .* raise max_connections$/,
			);
			const url = `nats://a:pw@${account?.address}`;
			await connectTo(await asked(url));
			expect(await failure(url)).toMatch(
				/^cannot connect to \S+: maximum account active connections exceeded; .* raise its limit/,
			);
			const gate = await openGate(late?.port ?? 0);
			gate.holdsBack = true;
			expect(await failure(`nats://a:pw@${gate.address}`)).toMatch(
				/^cannot connect to \S+: authentication timeout; the credentials did not reach the server/,
			);
		},
	);

	it('passes on what a server that wants TLS says before the handshake', async () => {
		const home = temporaryHome();
		const {ca, issue} = createAuthority(home.folder);
		const {cert, key} = issue('server', 'IP:127.0.0.1');
		const {address: url} = await startLoneServer(
			`max_connections: 1, tls {cert_file: "${cert}", key_file: "${key}"}`,
		);
		const asked = await resolveTarget(request({flags: {url, ca}, timeoutMs: 300_000}), home);
		await connectTo(asked);
		expect((await connectFailureOf(asked)).what).toMatch(/^maximum connections exceeded; /);
	});

	it(
		'asks again for a refusal that was lost when the connection broke',
		{timeout: 10_000},
		async () => {
			const info = 'INFO {"server_id":"N","version":"2.15.1","max_payload":1048576,"proto":1}\r\n';
			let connections = 0;
			const server = createServer(socket => {
				connections++;
				if (connections === 1) {
					// Node drops what it has not read when it cannot write any more.
					socket.write(info);
					socket.once('data', () => socket.resetAndDestroy());
				} else {
					// The refusal comes in a packet of its own.
					socket.write(info, () =>
						setTimeout(() => socket.end("-ERR 'maximum connections exceeded'\r\n"), 20),
					);
				}
			}).listen(0, '127.0.0.1');
			await once(server, 'listening');
			onTestFinished(() => {
				server.close();
			});
			const {port} = server.address() as AddressInfo;
			const {problem, what} = await failureAt(`127.0.0.1:${port}`, 300_000);
			expect(problem).toBe('full');
			expect(what).toMatch(/^maximum connections exceeded; /);
		},
	);

	it('tells a port that closes connections from one that is silent, and from a server that wants TLS first', async () => {
		const home = temporaryHome();
		const {cert, key} = createAuthority(home.folder).issue('good', 'IP:127.0.0.1');
		const first = await startLoneServer(
			`tls {cert_file: "${cert}", key_file: "${key}", timeout: 1.5, handshake_first: true}`,
		);
		const gate = await openGate(first.port);
		gate.mode = 'closes';
		const closing = await failureAt(gate.address, 5000);
		expect(closing.problem).toBe('unreachable');
		expect(closing.message).toMatch(
			/: the other side closes connections before a greeting; check /,
		);
		gate.mode = 'silent';
		const silent = await failureAt(gate.address, 300);
		expect(silent.message).toMatch(/takes connections but does not greet; .*--tlsfirst.*tunnel/);
		// The server itself gives up waiting for the handshake before we do.
		expect((await failureAt(first.address, 5000)).problem).toBe('tls-first-wanted');
	});

	it.each(everySeries)(
		'names what is no client port by its first bytes, server %s',
		async series => {
			const [monitoring = 0, webSocket = 0] = await freePorts(2);
			await startLoneServer(
				`http: "127.0.0.1:${monitoring}", websocket {listen: "127.0.0.1:${webSocket}", no_tls: true}`,
				series,
			);
			const failure = async (port: number) => (await failureAt(`127.0.0.1:${port}`, 300)).what;
			expect(await failure(monitoring)).toMatch(
				/^what answers there is the monitoring port of a NATS/,
			);
			expect(await failure(webSocket)).toMatch(
				/^what answers there is the WebSocket port of a NATS/,
			);
			const flags = {url: `127.0.0.1:${monitoring}`, tlsFirst: true};
			const first = await resolveTarget(request({flags, timeoutMs: 300}), temporaryHome());
			expect(messageOf(await connectFailureOf(first))).not.toMatch(/SSL|error:/);
		},
	);

	it.each([
		['SSH-2.0-OpenSSH_9.6\r\n', 'an SSH server'],
		['220 mail.example.com ESMTP Postfix\r\n', 'a mail server (SMTP)'],
		['220 ProFTPD ready\r\n', 'a mail or FTP server'],
		['hello\r\n', 'another kind of server'],
	])('knows what greets with %j', async (banner, what) => {
		const server = createServer(socket => {
			socket.on('error', () => undefined).write(banner);
		}).listen(0, '127.0.0.1');
		await once(server, 'listening');
		onTestFinished(() => {
			server.close();
		});
		const {port} = server.address() as AddressInfo;
		for (const flags of [{}, {tlsFirst: true}]) {
			const asked = request({flags: {url: `127.0.0.1:${port}`, ...flags}, timeoutMs: 300});
			const error = await connectFailureOf(await resolveTarget(asked, temporaryHome()));
			expect(error.what).toContain(`what answers there is ${what}; give the port`);
			expect(messageOf(error)).not.toMatch(/SSL|error:/);
		}
	});

	it.each(everySeries)(
		'says why a JWT or a certificate may be refused, server %s',
		async series => {
			const home = temporaryHome();
			const {ca, issue} = createAuthority(home.folder);
			const {cert, key} = issue('server', 'IP:127.0.0.1');
			const unknown = issue('unknown', 'DNS:unknown');
			const [{address: url}, {address: mapping}] = await Promise.all([
				startLoneServer(keys.config, series),
				startLoneServer(
					`tls {cert_file: "${cert}", key_file: "${key}", ca_file: "${ca}", verify_and_map: true}
				authorization {users: [{user: "CN=somebody"}]}`,
					series,
				),
			]);
			const soon = Math.floor(Date.now() / 1000) + 3600;
			const [bob, eve] = [keys.user(), keys.user()];
			const what = async (flags: Texts) =>
				(await connectFailureOf(await resolveTarget(request({flags}), home))).what;
			const limited = async (options: UserOptions) =>
				what({url, creds: home.file('limited.creds', keys.user(options).creds)});
			expect(await limited({limits: {allowed_connection_types: ['WEBSOCKET']}})).toMatch(
				/; the JWT allows no clients, only WEBSOCKET$/,
			);
			expect(await limited({limits: {src: ['10.0.0.0/8']}})).toMatch(
				/; the JWT is for the addresses 10\.0\.0\.0\/8 only$/,
			);
			const never = [{start: '00:00:00', end: '00:00:01'}];
			expect(await limited({limits: {times: never}})).toMatch(
				/; the JWT is for the times 00:00:00-00:00:01 only \(the server's time\)$/,
			);
			expect(await limited({claims: {nbf: soon}})).toMatch(/; the JWT is not valid before /);
			expect(await what({url, userJwt: bob.jwt})).toMatch(
				/no bearer token needs its seed: give --seed/,
			);
			expect(await what({url, userJwt: bob.jwt, userSeed: eve.seed})).toMatch(
				/; the seed belongs to another user than the JWT$/,
			);
			expect(await what({url: mapping, ca, ...unknown})).toMatch(
				/^the server knows no user for the client certificate in .*unknown\.pem \(verify_and_map\)/,
			);
		},
	);

	it('looks no further once it is called off', async () => {
		const server = createServer(() => {}).listen(0, '127.0.0.1');
		await once(server, 'listening');
		onTestFinished(() => {
			server.close();
		});
		const {port} = server.address() as AddressInfo;
		const controller = new AbortController();
		const made = target({servers: [`127.0.0.1:${port}`]});
		const explained = explainConnectError(new TimeoutError(), made, controller.signal);
		controller.abort(new Error('called off'));
		await expect(explained).rejects.toThrow('called off');
	});
});
