import {describe, expect, it} from 'vitest';
import {AccessError, UnknownContextError} from '../../../source/nats/access/access-request.ts';
import {
	jetStreamSubjects,
	resolveTarget,
	subjectPrefix,
} from '../../../source/nats/access/resolve-target.ts';
import {createAuthority} from './certificates.ts';
import {createOperatorKeys} from './operator-keys.ts';
import {failureOf, request, settings, stated} from './requests.ts';
import {temporaryHome} from './temporary-home.ts';

describe('resolveTarget', () => {
	it('is this machine when nothing is given', async () => {
		const home = temporaryHome();
		expect(await resolveTarget(request(), home)).toEqual({
			label: '127.0.0.1:4222',
			servers: ['127.0.0.1:4222'],
			authentication: {type: 'none'},
			tls: undefined,
			inboxPrefix: undefined,
			connectionName: 'leadertop',
			jetStreamDomain: undefined,
			jetStreamApiPrefix: undefined,
			jetStreamEventPrefix: undefined,
			timeoutMs: 5000,
		});
	});

	it('takes all that a context says', async () => {
		const home = temporaryHome();
		const authority = createAuthority(home.folder);
		const {cert, key} = authority.issue('client', 'DNS:client');
		const creds = home.file('keys/sys.creds', createOperatorKeys().user().creds);
		home.context('prod', {
			url: 'nats://n1:4333,n2',
			creds: '~/keys/sys.creds',
			ca: '~/ca.pem',
			cert: '$HOME/client.pem',
			key: '~/client.key',
			tls_first: true,
			jetstream_domain: 'hub',
			jetstream_event_prefix: 'EV.',
			inbox_prefix: '_INBOX_sys',
		});
		home.select('prod');
		expect(
			await resolveTarget(request({connectionName: 'me', timeoutMs: 700}), home),
		).toMatchObject({
			label: 'prod',
			servers: ['n1:4333', 'n2:4222'],
			authentication: {type: 'creds', creds: {file: creds}},
			tls: {caFile: authority.ca, certFile: cert, keyFile: key, handshakeFirst: true},
			inboxPrefix: '_INBOX_sys',
			connectionName: 'me',
			jetStreamDomain: 'hub',
			jetStreamApiPrefix: undefined,
			jetStreamEventPrefix: 'EV',
			timeoutMs: 700,
		});
	});

	it('prefers a flag to a variable to the context to the default', async () => {
		const home = temporaryHome();
		home.context('prod', {url: 'nats://context', inbox_prefix: 'context'});
		home.context('bare', {url: ''});
		const flags = {url: 'nats://flag', inboxPrefix: 'flag'};
		const variables = {url: 'nats://variable', inboxPrefix: 'variable'};
		const context = 'prod';
		const seen = [];
		for (const given of [
			request({flags, variables, context}),
			request({variables, context}),
			request({context}),
			request({context: 'bare'}),
		]) {
			const {servers, inboxPrefix} = await resolveTarget(given, home);
			seen.push([servers[0], inboxPrefix]);
		}

		expect(seen).toEqual([
			['flag:4222', 'flag'],
			['variable:4222', 'variable'],
			['context:4222', 'context'],
			['127.0.0.1:4222', undefined],
		]);
	});

	it('prefers the identity of a flag to that of a variable to that of the context', async () => {
		const home = temporaryHome();
		home.context('prod', {user: 'context', password: 'pw'});
		const {creds} = createOperatorKeys().user();
		const flags = {creds: home.file('a.creds', creds)};
		const variables = {token: 'variable'};
		const context = 'prod';
		const types = [];
		for (const given of [
			request({flags, variables, context}),
			request({variables, context}),
			request({context}),
		]) {
			types.push((await resolveTarget(given, home)).authentication.type);
		}

		expect(types).toEqual(['creds', 'token', 'user']);
	});

	it('keeps the identity of the context for servers that are given besides it', async () => {
		const home = temporaryHome();
		home.context('prod', {user: 'ada', password: 'pw'});
		const flags = {url: 'nats://n9'};
		expect(await resolveTarget(request({flags, context: 'prod'}), home)).toMatchObject({
			label: 'n9:4222',
			servers: ['n9:4222'],
			authentication: {type: 'user', user: 'ada'},
		});
	});

	it('is not overruled by the user info of addresses that are not used', async () => {
		const home = temporaryHome();
		home.context('prod', {url: 'nats://ada:pw@n1'});
		expect(await resolveTarget(request({context: 'prod'}), home)).toMatchObject({
			servers: ['n1:4222'],
			authentication: {type: 'user', user: 'ada'},
		});
		expect(
			await resolveTarget(request({flags: {url: 'nats://n9'}, context: 'prod'}), home),
		).toMatchObject({servers: ['n9:4222'], authentication: {type: 'none'}});
	});

	it('prefers the identity of a flag to the user info in the addresses of the context', async () => {
		const home = temporaryHome();
		home.context('prod', {url: 'nats://ada:pw@n1'});
		const given = request({flags: {token: 't0ken'}, context: 'prod'});
		expect(await resolveTarget(given, home)).toMatchObject({
			servers: ['n1:4222'],
			authentication: {type: 'token'},
		});
	});

	it('leaves contexts alone with --no-context', async () => {
		const home = temporaryHome();
		home.context('prod', {url: 'nats://n1'});
		home.select('prod');
		const given = request({noContext: true, context: 'missing'});
		expect((await resolveTarget(given, home)).label).toBe('127.0.0.1:4222');
	});

	it('lists the contexts when one is missing', async () => {
		const home = temporaryHome();
		home.context('prod');
		const error = await failureOf(async () => resolveTarget(request({context: 'pord'}), home));
		expect(error).toBeInstanceOf(UnknownContextError);
		expect(error.message).toContain('there are prod');
	});

	it('requires TLS where an address begins with tls://', async () => {
		const home = temporaryHome();
		const {tls} = await resolveTarget(request({flags: {url: 'tls://n1'}}), home);
		expect(tls).toMatchObject({caFile: undefined, handshakeFirst: false});
	});

	it('takes the addresses that nsc knows when the context has none', async () => {
		const home = temporaryHome();
		const file = home.file('a.creds', createOperatorKeys().user().creds);
		const answer = {user_creds: file, operator: {service: ['nats://o1', 'nats://o2:4333']}};
		home.program('nsc', `echo '${JSON.stringify(answer)}'`);
		home.context('old', {url: '', nsc: 'nsc://OP/SHOP/ada'});
		expect(await resolveTarget(request({context: 'old'}), home)).toMatchObject({
			label: 'old',
			servers: ['o1:4222', 'o2:4333'],
			authentication: {type: 'creds'},
		});
	});

	describe('what the client of Node cannot do', () => {
		it.each([
			[{socks_proxy: 'socks5://me:hunter2@proxy'}, 'cannot go through a SOCKS proxy'],
			[{windows_cert_store: 'user'}, 'cannot read the certificate store of Windows'],
		])('is said in one line: %o', async (fields, message) => {
			const home = temporaryHome();
			home.context('prod', fields);
			const error = await failureOf(async () => resolveTarget(request({context: 'prod'}), home));
			expect(error).toBeInstanceOf(AccessError);
			expect(error.message).toContain(`"${Object.keys(fields)[0]}" of the context prod: `);
			expect(error.message).toContain(message);
			expect(error.message).not.toContain('hunter2');
		});

		it.each(['none', 'NONE', '-'])(
			'is no matter when the proxy is taken back with %s',
			async proxy => {
				const home = temporaryHome();
				home.context('prod', {socks_proxy: 'socks5://proxy'});
				const given = request({flags: {socksProxy: proxy}, context: 'prod'});
				expect((await resolveTarget(given, home)).label).toBe('prod');
			},
		);
	});

	it('refuses subjects that are none', async () => {
		const home = temporaryHome();
		const flags = {inboxPrefix: 'a.*'};
		const error = await failureOf(async () => resolveTarget(request({flags}), home));
		expect(error).toBeInstanceOf(AccessError);
		expect(error.message).toContain('--inboxPrefix: ');
	});
});

describe('jetStreamSubjects', () => {
	it('is the domain or the prefix of the first layer that has one', () => {
		const context = settings({jetStreamApiPrefix: 'ACC.API.'});
		expect(jetStreamSubjects([{}, context])).toEqual({
			jetStreamDomain: undefined,
			jetStreamApiPrefix: 'ACC.API',
		});
		expect(jetStreamSubjects([settings({jetStreamDomain: 'hub'}), context])).toEqual({
			jetStreamDomain: 'hub',
			jetStreamApiPrefix: undefined,
		});
	});

	it('refuses both in one layer', () => {
		const layer = settings({jetStreamDomain: 'hub', jetStreamApiPrefix: 'x'});
		expect(() => jetStreamSubjects([layer])).toThrow(
			'--jetStreamDomain and --jetStreamApiPrefix exclude each other',
		);
	});

	it.each(['a.b', 'a b', '*'])('refuses the domain %s', domain => {
		expect(() => jetStreamSubjects([settings({jetStreamDomain: domain})])).toThrow(
			'--jetStreamDomain: a JetStream domain',
		);
	});
});

describe('subjectPrefix', () => {
	it.each([
		['_INBOX_ada', '_INBOX_ada'],
		['a.b.', 'a.b'],
		['$JS.hub.API', '$JS.hub.API'],
	])('%s is %s', (text, prefix) => {
		expect(subjectPrefix(stated(text))).toBe(prefix);
	});

	it.each(['a.*', '>', 'a..b', '.a', '.', 'a b'])('refuses %s', text => {
		expect(() => subjectPrefix(stated(text))).toThrow('--flag: a subject prefix is made of');
	});
});
