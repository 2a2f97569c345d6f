import {inspect} from 'node:util';
import meow from 'meow';
import {describe, expect, it} from 'vitest';
import {
	accessRequest,
	actingFlags,
	connectionFlags,
} from '../../../source/commands/flags/connection-flags.ts';
import {UsageError} from '../../../source/session/errors.ts';
import type {AccessSettings} from '../../../source/nats/access/access-request.ts';

/** Settings with their texts laid open: `{url: 'n1 from --server'}`. */
function open({tlsFirst, ...settings}: AccessSettings): Record<string, unknown> {
	const texts = Object.entries(settings).map(
		([name, {text, place}]) => [name, `${text.reveal()} from ${place}`] as const,
	);
	return {...Object.fromEntries(texts), ...(tlsFirst !== undefined && {tlsFirst})};
}

const nothing = {flags: {}, env: {}};

describe('accessRequest', () => {
	it('is empty but for the timeout when nothing is given', () => {
		expect(accessRequest({flags: {noContext: false, tlsfirst: false}, env: {}})).toEqual({
			flags: {},
			variables: {},
			context: undefined,
			noContext: false,
			connectionName: undefined,
			timeoutMs: 5000,
		});
	});

	it('takes every flag of the nats CLI', () => {
		const names = Object.keys(connectionFlags).filter(
			name => connectionFlags[name]?.type === 'string' && name !== 'timeout',
		);
		const flags = Object.fromEntries(names.map(name => [name, name]));
		const request = accessRequest({flags: {...flags, tlsfirst: true, timeout: '1m'}, env: {}});
		expect(open(request.flags)).toEqual({
			url: 'server from --server',
			creds: 'creds from --creds',
			user: 'user from --user',
			password: 'password from --password',
			token: 'token from --token',
			nkey: 'nkey from --nkey',
			userJwt: 'jwt from --jwt',
			userSeed: 'seed from --seed',
			ca: 'tlsca from --tlsca',
			tlsServerName: 'tlsServerName from --tls-server-name',
			cert: 'tlscert from --tlscert',
			key: 'tlskey from --tlskey',
			socksProxy: 'socksProxy from --socks-proxy',
			jetStreamDomain: 'jsDomain from --js-domain',
			jetStreamApiPrefix: 'jsApiPrefix from --js-api-prefix',
			jetStreamEventPrefix: 'jsEventPrefix from --js-event-prefix',
			inboxPrefix: 'inboxPrefix from --inbox-prefix',
			tlsFirst: true,
		});
		expect(request).toMatchObject({
			variables: {},
			context: 'context',
			connectionName: 'connectionName',
			timeoutMs: 60_000,
		});
	});

	it('tells variables from flags', () => {
		const env = {NATS_CREDS: '/v.creds', NATS_USER: 'from variable'};
		const {flags, variables} = accessRequest({flags: {creds: '/v.creds', user: 'ada'}, env});
		expect(open(flags)).toEqual({user: 'ada from --user'});
		expect(open(variables)).toEqual({creds: '/v.creds from NATS_CREDS'});
	});

	it.each([{noContext: true}, {context: false}])('understands %o as no context', flags => {
		expect(accessRequest({...nothing, flags})).toMatchObject({
			noContext: true,
			context: undefined,
		});
	});

	it('gets a false context from --no-context on the command line', () => {
		const {
			flags: {context, noContext},
		} = meow({
			importMeta: import.meta,
			pkg: {name: 'leadertop'},
			argv: ['--no-context'],
			flags: {context: {type: 'string'}, noContext: {type: 'boolean'}},
		});
		expect(accessRequest({flags: {context, noContext}, env: {}}).noContext).toBe(true);
	});

	it.each([
		[{timeout: '0'}, '--timeout takes a duration'],
		[{timeout: 'soon'}, '--timeout takes a duration'],
		[{user: true}, '--user needs a value: --user USER'],
	])('refuses %o', (flags, message) => {
		expect(() => accessRequest({flags, env: {}})).toThrow(UsageError);
		expect(() => accessRequest({flags, env: {}})).toThrow(message);
	});

	it('takes an empty password for a value', () => {
		const env = {NATS_PASSWORD: 'variable'};
		const {flags} = accessRequest({flags: {user: 'ada', password: ''}, env});
		expect(open(flags)).toEqual({user: 'ada from --user', password: ' from --password'});
	});

	it('does not show a secret', () => {
		const request = accessRequest({flags: {password: 'hunter2', server: 'a:hunter2@b'}, env: {}});
		expect(inspect(request, {depth: 9}) + JSON.stringify(request)).not.toContain('hunter2');
	});
});

describe('the tables', () => {
	it('have the variables of the nats CLI', () => {
		const variables = Object.values(connectionFlags).flatMap(({variable}) => variable ?? []);
		expect(variables.sort()).toEqual(
			'URL USER PASSWORD TOKEN CREDS NKEY JWT SEED CERT KEY CA TIMEOUT COLOR CONTEXT SOCKS_PROXY'
				.split(' ')
				.map(name => `NATS_${name}`)
				.sort(),
		);
	});

	it('share no flag', () => {
		const names = [...Object.keys(connectionFlags), ...Object.keys(actingFlags)];
		expect(new Set(names).size).toBe(names.length);
	});
});
