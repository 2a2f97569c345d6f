import {describe, expect, it} from 'vitest';
import {
	CredentialsError,
	InvalidContextError,
	UnknownContextError,
} from '../../../source/nats/access/access-errors.ts';
import {resolveActAs} from '../../../source/nats/access/act-as.ts';
import {allContexts} from '../../../source/nats/access/all-contexts.ts';
import type {TlsAccess} from '../../../source/nats/access/connection-target.ts';
import {createAuthority} from './certificates.ts';
import {createOperatorKeys} from './operator-keys.ts';
import {failureOf, target} from './requests.ts';
import {temporaryHome} from './temporary-home.ts';

const mainTls: TlsAccess = {
	caFile: '/main/ca.pem',
	certFile: undefined,
	keyFile: undefined,
	handshakeFirst: false,
};
const main = target({
	label: 'sys',
	servers: ['n1:4222', 'n2:4222'],
	tls: mainTls,
	inboxPrefix: '_INBOX_sys',
	timeoutMs: 700,
	connectionName: 'me',
});

describe('resolveActAs', () => {
	it('takes identity and servers of a context, and the timeout of the main target', async () => {
		const home = temporaryHome();
		home.context('shop', {url: 'nats://shop', user: 'ada', password: 'pw', inbox_prefix: 'in'});
		const acting = await resolveActAs('SHOP=shop', main, home);
		expect(acting.account).toBe('SHOP');
		expect(acting.target).toMatchObject({
			label: 'shop',
			servers: ['shop:4222'],
			authentication: {type: 'user', user: 'ada'},
			inboxPrefix: 'in',
			timeoutMs: 700,
			connectionName: 'me',
		});
	});

	it('goes to the main servers, with their TLS, where a context names none', async () => {
		const home = temporaryHome();
		home.context('shop', {url: ''});
		const {account, target} = await resolveActAs('shop', main, home);
		expect(account).toBeUndefined();
		expect(target).toMatchObject({servers: main.servers, tls: mainTls});
	});

	it("prefers the context's own TLS", async () => {
		const home = temporaryHome();
		const {ca} = createAuthority(home.folder);
		home.context('shop', {ca});
		const {target} = await resolveActAs('shop', main, home);
		expect(target.tls).toMatchObject({caFile: ca});
	});

	it('has no use for the selected context', async () => {
		const home = temporaryHome();
		home.context('shop', {url: 'nats://shop'});
		home.context('other', {user: 'eve', password: 'pw'});
		home.select('other');
		expect((await resolveActAs('shop', main, home)).target.authentication).toEqual({type: 'none'});
	});

	it('takes servers and user out of an address', async () => {
		const {account, target} = await resolveActAs('SHOP=tls://ada:pw@n9', main, temporaryHome());
		expect(account).toBe('SHOP');
		expect(target).toMatchObject({
			label: 'n9:4222',
			servers: ['n9:4222'],
			authentication: {type: 'user', user: 'ada'},
			tls: mainTls,
			inboxPrefix: undefined,
			timeoutMs: 700,
		});
	});

	it('goes with a credentials file to the main servers', async () => {
		const home = temporaryHome();
		const file = home.file('keys/shop.creds', createOperatorKeys().user().creds);
		const {account, target} = await resolveActAs('SHOP=~/keys/shop.creds', main, home);
		expect(account).toBe('SHOP');
		expect(target).toEqual({
			...main,
			inboxPrefix: undefined,
			authentication: {type: 'creds', creds: {text: expect.anything(), file}},
		});
	});

	it.each([
		['shpo', UnknownContextError, '--act-as: there is no context shpo; there are shop'],
		['SHOP=~/no.creds', CredentialsError, '--act-as: the file'],
	])('says what is wrong with %s', async (text, type, message) => {
		const home = temporaryHome();
		home.context('shop');
		const error = await failureOf(async () => resolveActAs(text, main, home));
		expect(error).toBeInstanceOf(type);
		expect(error.message).toContain(message);
	});
});

describe('allContexts', () => {
	it('has every context, and for a broken one the reason', async () => {
		const home = temporaryHome();
		home.context('pay', {creds: '~/no.creds'});
		home.context('shop', {user: 'ada', password: 'pw'});
		home.contextText('torn', '{"user": ');
		const outcomes = await allContexts(main, home);
		expect(outcomes.map(({name, type}) => [name, type])).toEqual([
			['pay', 'unusable'],
			['shop', 'usable'],
			['torn', 'unusable'],
		]);
		expect(outcomes[0]).toHaveProperty('error.name', 'CredentialsError');
		expect(outcomes[1]).toHaveProperty('target.authentication.user', 'ada');
		expect(outcomes[2]).toHaveProperty('error', expect.any(InvalidContextError));
	});

	it('is empty where there are none', async () => {
		expect(await allContexts(main, temporaryHome())).toEqual([]);
	});

	it('ends when it is called off', async () => {
		const home = temporaryHome();
		home.program('op', 'exec sleep 600');
		home.context('shop', {user: 'ada', password: 'op://v/i/f'});
		const signal = AbortSignal.abort(new Error('called off'));
		const error = await failureOf(async () => allContexts(main, {...home, signal}));
		expect(error.message).toBe('called off');
	});
});
