import {describe, expect, it} from 'vitest';
import {AccessError, UnknownContextError} from '../../../source/nats/access/access-request.ts';
import {
	parseActAs,
	resolveActAs,
	targetsOfContexts,
	type ActingIdentity,
} from '../../../source/nats/access/act-as.ts';
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

	it('takes the inbox prefix of its account, else the common one, where the context has none', async () => {
		const home = temporaryHome();
		home.context('own', {inbox_prefix: 'in'});
		const prefixOf = async (text: string) =>
			(await resolveActAs(text, main, home, ['_I.all', 'SHOP=_I.shop.'])).target.inboxPrefix;
		expect(await prefixOf('SHOP=nats://ada:pw@n9')).toBe('_I.shop');
		expect(await prefixOf('PAY=nats://ada:pw@n9')).toBe('_I.all');
		expect(await prefixOf('ada:pw@n9')).toBe('_I.all');
		expect(await prefixOf('SHOP=own')).toBe('in');
		const wrong = resolveActAs('ada:pw@n9', main, home, ['>']);
		await expect(wrong).rejects.toThrow('--act-as-inbox-prefix: a subject prefix');
	});

	it.each([
		['shpo', UnknownContextError, '--act-as: there is no context shpo; there are shop'],
		['SHOP=~/no.creds', AccessError, '--act-as: the file'],
	])('says what is wrong with %s', async (text, type, message) => {
		const home = temporaryHome();
		home.context('shop');
		const error = await failureOf(async () => resolveActAs(text, main, home));
		expect(error).toBeInstanceOf(type);
		expect(error.message).toContain(message);
	});
});

describe('targetsOfContexts', () => {
	it('has every context that can be used', async () => {
		const home = temporaryHome();
		home.context('pay', {creds: '~/no.creds'});
		home.context('shop', {user: 'ada', password: 'pw'});
		home.contextText('torn', '{"user": ');
		const targets = await targetsOfContexts(main, home);
		expect(targets.map(({label}) => label)).toEqual(['shop']);
		expect(targets[0]).toHaveProperty('authentication.user', 'ada');
	});

	it('is empty where there are none', async () => {
		expect(await targetsOfContexts(main, temporaryHome())).toEqual([]);
	});

	it('ends when it is called off', async () => {
		const home = temporaryHome();
		home.program('op', 'exec sleep 600');
		home.context('shop', {user: 'ada', password: 'op://v/i/f'});
		const signal = AbortSignal.abort(new Error('called off'));
		const error = await failureOf(async () => targetsOfContexts(main, {...home, signal}));
		expect(error.message).toBe('called off');
	});
});

function told(identity: ActingIdentity): string {
	switch (identity.type) {
		case 'address': {
			return `address ${identity.url.reveal()}`;
		}

		case 'creds': {
			return `creds ${identity.creds.reveal()}`;
		}

		default: {
			return `context ${identity.name}`;
		}
	}
}

describe('parseActAs', () => {
	it.each([
		['shop', undefined, 'context shop'],
		['SHOP=shop', 'SHOP', 'context shop'],
		['My Account=shop.eu', 'My Account', 'context shop.eu'],
		['./shop.json', undefined, 'context ./shop.json'],
		['SHOP=/c/shop.json', 'SHOP', 'context /c/shop.json'],
		['nats://u:p@n1', undefined, 'address nats://u:p@n1'],
		['SHOP=nats://u:p@n1', 'SHOP', 'address nats://u:p@n1'],
		['nats://u:p=q@n1', undefined, 'address nats://u:p=q@n1'],
		['SHOP=nats://u:p=q@n1,nats://n2', 'SHOP', 'address nats://u:p=q@n1,nats://n2'],
		['TLS://u:p@n1', undefined, 'address TLS://u:p@n1'],
		['u:p@n1:4222', undefined, 'address u:p@n1:4222'],
		['u:p=q@n1', undefined, 'address u:p=q@n1'],
		['dG9rZW4=@n1', undefined, 'address dG9rZW4=@n1'],
		['dG9rZQ==@n1', undefined, 'address dG9rZQ==@n1'],
		['SHOP=n1:4222', 'SHOP', 'address n1:4222'],
		['n1:4222,n2:4222', undefined, 'address n1:4222,n2:4222'],
		['shop.creds', undefined, 'creds shop.creds'],
		['SHOP=shop.creds', 'SHOP', 'creds shop.creds'],
		['ACSU3XZ=~/keys/shop.creds', 'ACSU3XZ', 'creds ~/keys/shop.creds'],
		['/keys/a=b.creds', undefined, 'creds /keys/a=b.creds'],
		['/run/secrets/shop', undefined, 'creds /run/secrets/shop'],
		['SHOP=op://vault/shop/creds', 'SHOP', 'creds op://vault/shop/creds'],
		['SHOP=data:;base64,eA==', 'SHOP', 'creds data:;base64,eA=='],
	])('%s', (text, account, identity) => {
		const parsed = parseActAs(text);
		expect(parsed.account).toBe(account);
		expect(told(parsed.identity)).toBe(identity);
	});

	it.each(['', '=', '=shop', 'SHOP='])('refuses %j', text => {
		expect(() => parseActAs(text)).toThrow('--act-as takes a context, an address');
	});
});
