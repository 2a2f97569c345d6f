import {describe, expect, it} from 'vitest';
import {AccessError} from '../../../source/nats/access/access-request.ts';
import type {Surroundings} from '../../../source/nats/access/access-request.ts';
import type {Authentication} from '../../../source/nats/access/connection-target.ts';
import type {AuthenticationLayer} from '../../../source/nats/access/resolve-authentication.ts';
import {resolveAuthentication} from '../../../source/nats/access/resolve-authentication.ts';
import {Secret} from '../../../source/nats/access/secret.ts';
import {createOperatorKeys} from './operator-keys.ts';
import type {Texts} from './requests.ts';
import {failureOf, settings} from './requests.ts';
import {temporaryHome} from './temporary-home.ts';

const ada = createOperatorKeys().user();

/** Layers from the strongest to the weakest; the first may be asked for a password. */
async function resolve(
	layers: readonly Texts[],
	surroundings: Surroundings = {env: {}},
	userInfo?: AuthenticationLayer['userInfo'],
): Promise<Authentication> {
	return resolveAuthentication(
		layers.map((texts, index) => ({
			settings: settings(texts),
			userInfo: index === 0 ? userInfo : undefined,
			asksPassword: index === 0,
		})),
		surroundings,
	);
}

/** The identity with its secrets laid open. */
function open(authentication: Authentication): unknown {
	return Object.fromEntries(
		Object.entries(authentication).map(([name, value]) => [
			name,
			typeof value !== 'object' ? value : 'text' in value ? value.text.reveal() : value.map(open),
		]),
	);
}

/** Somebody at a terminal who gives one answer. */
function answering(answer: string) {
	let asked = 0;
	const askPassword = async () => {
		asked++;
		return new Secret(answer);
	};
	return {surroundings: {env: {}, askPassword}, times: () => asked};
}

describe('resolveAuthentication', () => {
	it('is none without any identity', async () => {
		expect(await resolve([{}, {}])).toEqual({type: 'none'});
	});

	it('prefers user, then creds, then nkey, then user JWT, then token', async () => {
		const home = temporaryHome();
		const all = {
			user: 'ada',
			password: 'pw',
			creds: home.file('ada.creds', ada.creds),
			nkey: home.file('ada.nk', ada.seed),
			userJwt: ada.jwt,
			userSeed: ada.seed,
			token: 't0ken',
		};
		const {user, password, ...withoutUser} = all;
		const {creds, ...withoutCreds} = withoutUser;
		const {nkey, ...withoutNkey} = withoutCreds;
		const {userJwt, ...withoutJwt} = withoutNkey;
		const types = [];
		for (const layer of [all, withoutUser, withoutCreds, withoutNkey, withoutJwt]) {
			types.push((await resolve([layer], home)).type);
		}

		expect(types).toEqual(['user', 'creds', 'nkey', 'jwt', 'token']);
		expect([user, password, creds, nkey, userJwt]).not.toContain(undefined);
	});

	it('sends side by side what nats.go does, the stronger layer first', async () => {
		const home = temporaryHome();
		const [creds, nkey] = [home.file('ada.creds', ada.creds), home.file('ada.nk', ada.seed)];
		const user = {user: 'ada', password: 'pw'};
		const userInfo = {name: new Secret('bob'), password: new Secret('pw2')};
		const types = async (layers: readonly Texts[], info?: AuthenticationLayer['userInfo']) => {
			const {type, beside = []} = await resolve(layers, home, info);
			return [type, ...beside.map(each => each.type)].join(' ');
		};
		expect(await types([{token: 't0ken'}, user])).toBe('token user');
		expect(await types([{...user, token: 't0ken'}])).toBe('user token');
		expect(await types([{nkey, token: 't0ken'}])).toBe('nkey token');
		expect(await types([user, {creds}])).toBe('user creds');
		expect(await types([{creds}, user])).toBe('creds user');
		expect(await types([{}, {creds}], userInfo)).toBe('user creds');
		expect(await types([{creds, token: 't0ken'}], userInfo)).toBe('user creds');
		expect(await types([user, {nkey}])).toBe('user');
		expect(await types([{nkey}, user])).toBe('nkey');
		expect(await types([{nkey}, {creds}])).toBe('nkey');
		expect(await types([{userJwt: ada.jwt}, {nkey}, user])).toBe('jwt user');
		// What the `nats` CLI would not read need not be readable.
		expect(await types([user, {creds: '~/no.creds'}])).toBe('user');
	});

	it('takes the password of the strongest layer that has one', async () => {
		const flags = {user: 'ada', password: 'flag'};
		const user = {type: 'user', user: 'ada'};
		expect(open(await resolve([flags, {password: 'context'}]))).toEqual({
			...user,
			password: 'flag',
		});
		expect(open(await resolve([{user: 'ada'}, {password: 'context'}]))).toEqual({
			...user,
			password: 'context',
		});
		expect(open(await resolve([{password: 'flag'}, {user: 'ada', password: 'context'}]))).toEqual({
			...user,
			password: 'flag',
		});
	});

	it('takes a user without password for a user with an empty one', async () => {
		const ada = {type: 'user', user: 'ada', password: ''};
		expect(open(await resolve([{user: 'ada'}]))).toEqual(ada);
		expect(open(await resolve([{}, {user: 'ada'}]))).toEqual(ada);
	});

	it('takes an empty password for a value', async () => {
		const {surroundings, times} = answering('typed');
		const layers = [{user: 'ada', password: ''}, {password: 'context'}];
		expect(open(await resolve(layers, surroundings))).toHaveProperty('password', '');
		expect(times()).toBe(0);
	});

	it('resolves references in password and token', async () => {
		const env = {A: 'one'};
		expect(open(await resolve([{user: 'ada', password: 'env://A'}], {env}))).toHaveProperty(
			'password',
			'one',
		);
		expect(open(await resolve([{token: 'env://A'}], {env}))).toHaveProperty('token', 'one');
	});

	describe('with somebody at the terminal', () => {
		it('asks for the password of a user that is given without one', async () => {
			const {surroundings} = answering('typed');
			expect(open(await resolve([{user: 'ada'}], surroundings))).toEqual({
				type: 'user',
				user: 'ada',
				password: 'typed',
			});
		});

		it('takes an empty answer for an empty password', async () => {
			const {surroundings} = answering('');
			expect(open(await resolve([{user: 'ada'}], surroundings))).toEqual({
				type: 'user',
				user: 'ada',
				password: '',
			});
		});

		it.each([
			['there is a password', [{user: 'ada', password: 'pw'}]],
			['the context has the password', [{user: 'ada'}, {password: 'pw'}]],
			['the user comes from the context', [{}, {user: 'ada'}]],
			['the user does not count', [{token: 't0ken'}, {user: 'ada'}]],
			['there is no user', [{}]],
		])('does not ask when %s', async (_, layers) => {
			const {surroundings, times} = answering('typed');
			await resolve(layers, surroundings);
			expect(times()).toBe(0);
		});
	});

	it('takes the user info of the addresses first', async () => {
		const name = new Secret('bob');
		const context = [{user: 'ada', password: 'pw'}];
		const surroundings = {env: {}};
		const password = new Secret('pw2');
		expect(open(await resolve(context, surroundings, {name, password}))).toEqual({
			type: 'user',
			user: 'bob',
			password: 'pw2',
		});
		expect(open(await resolve(context, surroundings, {name, password: undefined}))).toEqual({
			type: 'token',
			token: 'bob',
		});
	});

	it('takes JWT and seed as text, as reference and as file', async () => {
		const home = temporaryHome();
		const file = home.file('ada.jwt', `${ada.jwt}\n`);
		const jwt = {type: 'jwt', jwt: ada.jwt, seed: ada.seed};
		const userSeed = ada.seed;
		expect(open(await resolve([{userJwt: ada.jwt, userSeed}], home))).toEqual(jwt);
		expect(open(await resolve([{userJwt: `file://${file}`, userSeed}], home))).toEqual(jwt);
		expect(await resolve([{userJwt: '~/ada.jwt', userSeed}], home)).toHaveProperty(
			'jwt.file',
			file,
		);
	});

	it('takes a JWT without seed for a bearer token', async () => {
		expect(await resolve([{userJwt: ada.jwt}])).toHaveProperty('seed', undefined);
	});

	it.each([
		[{nkey: '~/ada.jwt'}, '--nkey: the file'],
		[{nkey: '~/ada.jwt'}, 'holds no seed of an nkey'],
		[{creds: '~/ada.nk'}, 'holds no user JWT'],
		[{creds: '~/broken.creds'}, 'holds a damaged seed'],
		[{userJwt: 'hunter2'}, '--userJwt: holds no user JWT'],
		[{userJwt: ada.jwt, userSeed: 'hunter2'}, '--userSeed: holds no seed'],
		[{userSeed: ada.seed}, '--userSeed needs the JWT that it belongs to'],
		[{nkey: ada.seed}, 'it looks like a secret'],
		[{creds: ada.jwt}, 'it looks like a secret'],
	])('refuses %o with one line', async (texts, message) => {
		const home = temporaryHome();
		home.file('ada.jwt', ada.jwt);
		home.file('ada.nk', ada.seed);
		home.file('broken.creds', ada.creds.replace(ada.seed, 'SUABC'));
		const error = await failureOf(async () => resolve([texts], home));
		expect(error).toBeInstanceOf(AccessError);
		expect(error.message).toContain(message);
		expect(error.message).not.toMatch(/\n|hunter2/);
	});

	it('asks nsc for the credentials of a context that names its user in the old way', async () => {
		const home = temporaryHome();
		const file = home.file('ada.creds', ada.creds);
		home.program('nsc', `[ "$3" = nsc://OP/SHOP/ada ] && echo '{"user_creds": "${file}"}'`);
		expect(await resolve([{}, {nsc: 'OP/SHOP/ada'}], home)).toMatchObject({
			type: 'creds',
			creds: {file},
		});
	});
});
