import {readFileSync} from 'node:fs';
import {inspect} from 'node:util';
import {AuthorizationError, TimeoutError} from 'nats';
import {describe, expect, it} from 'vitest';
import type {AccessRequest} from '../../../source/nats/access/access-request.ts';
import {resolveActAs, targetsOfContexts} from '../../../source/nats/access/act-as.ts';
import {connectError} from '../../../source/nats/access/connect-error.ts';
import {connectionOptions} from '../../../source/nats/access/connection-options.ts';
import {resolveTarget} from '../../../source/nats/access/resolve-target.ts';
import {Secret} from '../../../source/nats/access/secret.ts';
import {createAuthority} from './certificates.ts';
import {connectFailureOf} from './connections.ts';
import {startLoneServer} from './lone-server.ts';
import {createOperatorKeys} from './operator-keys.ts';
import {request, target} from './requests.ts';
import {temporaryHome} from './temporary-home.ts';

const ada = createOperatorKeys().user();
const base64Creds = Buffer.from(ada.creds).toString('base64');

/** Parts of everything that is used here: not even a piece of a secret may be seen, such as a JSON parser quotes. */
const secrets = [
	'pass-word',
	't0ken',
	'typed-3',
	'env-4',
	'op-output',
	'proxy-pw',
	'url-pw',
	ada.seed.slice(2, 18),
	ada.seed.slice(-18, -4),
	ada.jwt.slice(0, 30),
	ada.jwt.slice(-30),
	base64Creds.slice(100, 140),
];

/** All that a print, a log or a crash could show of a value. */
function everythingShown(value: unknown): string {
	const shown = [inspect(value, {depth: 12, showHidden: true, getters: true}), String(value)];
	if (value instanceof Error) {
		shown.push(
			value.message,
			value.stack ?? '',
			JSON.stringify(value, Object.getOwnPropertyNames(value)),
		);
		shown.push(value.cause === undefined ? '' : everythingShown(value.cause));
	} else {
		shown.push(JSON.stringify(value) ?? '');
	}

	return shown.join('\n');
}

function expectNoSecret(shown: string): void {
	for (const secret of secrets) {
		expect(shown).not.toContain(secret);
	}
}

function preparedHome() {
	const home = temporaryHome();
	const {issue} = createAuthority(home.folder);
	const {cert, key} = issue('client', 'DNS:client');
	home.file('a.creds', ada.creds);
	home.file('a.nk', ada.seed);
	home.file('damaged.creds', ada.creds.replace(ada.seed, ada.seed.slice(0, -3)));
	home.file('word', 'pass-word-1\n');
	// It fails after it has written the secret, and repeats it in its complaint.
	home.program(
		'op',
		'echo op-output-5; [ "$2" != op://fails ] || { echo "no: op-output-5" >&2; exit 1; }',
	);
	home.program(
		'nsc',
		`echo '{"user_creds": "${home.folder}/damaged.creds", "token": "${ada.seed}"}'`,
	);
	return {home, cert, key};
}

/** Contexts that can be used, and contexts with mistakes as people make them. */
const given = {
	contexts: {
		user: {user: 'ada', password: 'pass-word-1'},
		lonely: {user: 'ada'},
		token: {token: 't0ken-2'},
		file: {user: 'ada', password: 'file://~/word'},
		env: {user: 'ada', password: 'env://PW'},
		op: {token: 'op://v/i/f'},
		opFails: {token: 'op://fails'},
		url: {url: 'nats://ada:url-pw-7@127.0.0.1'},
		urlToken: {url: 'nats://url-t0ken-8@127.0.0.1'},
		urlScheme: {url: 'http://ada:url-pw-7@127.0.0.1'},
		urlPort: {url: 'nats://ada:url-pw-7'},
		urlComma: {url: 'nats://ada:url-pw-7,x@127.0.0.1'},
		urlUsers: {url: 'nats://ada:url-pw-7@a,nats://eve:pass-word-1@b'},
		proxy: {socks_proxy: 'socks5://ada:proxy-pw-6@127.0.0.1'},
		creds: {creds: '~/a.creds'},
		credsEmbedded: {creds: `data:;base64,${base64Creds}`},
		credsNotBase64: {creds: `data:;base64,${base64Creds}!`},
		credsPlain: {creds: `data:,${base64Creds}`},
		credsDamaged: {creds: '~/damaged.creds'},
		credsItself: {creds: ada.creds},
		credsNsc: {creds: 'nsc://OP/A/u'},
		nsc: {url: '', nsc: 'nsc://OP/A/u'},
		nkey: {nkey: '~/a.nk'},
		nkeyItself: {nkey: ada.seed},
		nkeyIsCreds: {nkey: '~/damaged.creds'},
		jwt: {user_jwt: ada.jwt, user_seed: ada.seed},
		jwtSwapped: {user_jwt: ada.seed, user_seed: ada.jwt},
		jwtMissing: {user_seed: ada.seed},
		certIsCreds: {cert: '~/a.creds', key: '~/a.creds'},
		certItself: {ca: ada.creds},
		prefix: {inbox_prefix: '>', password: 'pass-word-1'},
	},
	texts: {
		torn: '{"user": "ada", "password": "pass-word-1',
		unquoted: '{"password": pass-word-1}',
		wrongType: '{"password": ["pass-word-1"], "token": {"t": "t0ken-2"}}',
		onlySecret: 't0ken-2',
		listed: '["t0ken-2"]',
	},
};

const surroundingsOf = (home: ReturnType<typeof temporaryHome>) => ({
	env: {...home.env, PW: 'env-4'},
	askPassword: async () => new Secret('typed-3'),
});

describe('no secret shows', () => {
	it('in targets, in errors of reading them and in errors of connecting to them', async () => {
		const {home} = preparedHome();
		for (const [name, fields] of Object.entries(given.contexts)) {
			home.context(name, fields);
		}

		for (const [name, text] of Object.entries(given.texts)) {
			home.contextText(name, text);
		}

		const names = [...Object.keys(given.contexts), ...Object.keys(given.texts)];
		const outcomes = {usable: 0, unusable: 0};
		for (const context of names) {
			const asked: AccessRequest = request({context});
			expectNoSecret(everythingShown(asked));
			try {
				const made = await resolveTarget(asked, surroundingsOf(home));
				outcomes.usable++;
				expectNoSecret(everythingShown(made));
				expectNoSecret(everythingShown(connectionOptions(made)));
				for (const cause of [new AuthorizationError('no'), new TimeoutError()]) {
					expectNoSecret(everythingShown(connectError(cause, made, {now: 9e12})));
				}
			} catch (error) {
				outcomes.unusable++;
				expect(error).toHaveProperty('message', expect.not.stringContaining('\n'));
				expectNoSecret(everythingShown(error));
			}
		}

		expect(outcomes).toEqual({usable: 12, unusable: 24});
		expectNoSecret(everythingShown(await targetsOfContexts(target(), surroundingsOf(home))));
	});

	it('in what flags and variables become', async () => {
		const {home, key} = preparedHome();
		const keyText = readFileSync(key, 'utf8').split('\n')[1] ?? '';
		const shown: string[] = [];
		for (const flags of [
			{user: 'ada'},
			{user: 'ada', password: 'pass-word-1'},
			{token: 't0ken-2'},
			{url: 'tls://ada:url-pw-7@127.0.0.1', inboxPrefix: '>'},
			{url: 'nats://ada:url-pw-7@127.0.0.1:port'},
			{nkey: ada.seed},
			{creds: `/x/${ada.jwt}`},
			{userJwt: ada.jwt, userSeed: 'pass-word-1'},
			{ca: key},
			{cert: key, key},
		]) {
			for (const asked of [request({flags}), request({variables: flags})]) {
				shown.push(everythingShown(asked));
				try {
					shown.push(everythingShown(await resolveTarget(asked, surroundingsOf(home))));
				} catch (error) {
					shown.push(everythingShown(error));
				}
			}
		}

		expectNoSecret(shown.join('\n'));
		expect(keyText.length).toBeGreaterThan(20);
		expect(shown.join('\n')).not.toContain(keyText);
	});

	it('in what TLS needs, although the key is read for every connection', async () => {
		const {home, cert, key} = preparedHome();
		const keyText = readFileSync(key, 'utf8');
		const made = await resolveTarget(request({flags: {cert, key}}), home);
		const options = connectionOptions(made);
		expect(options.tls?.key).toBe(keyText);
		expect(everythingShown([made, options])).not.toContain(keyText.split('\n')[1]);
	});

	it('in what --act-as becomes', async () => {
		const {home} = preparedHome();
		for (const text of [
			'nats://ada:url-pw-7@127.0.0.1',
			'SHOP=nats://url-t0ken-8@127.0.0.1',
			'url-t0ken-8=@127.0.0.1',
			'SHOP=nats://ada:url-pw-7',
			'SHOP=~/a.creds',
			'SHOP=~/damaged.creds',
			`data:;base64,${base64Creds}`,
			`SHOP=data:,${base64Creds}`,
		]) {
			try {
				const acting = await resolveActAs(text, target(), surroundingsOf(home));
				expectNoSecret(everythingShown(acting));
			} catch (error) {
				expectNoSecret(everythingShown(error));
			}
		}
	});

	it('when a real server refuses it', async () => {
		const {home} = preparedHome();
		const {address: url} = await startLoneServer('authorization {user: x, password: y}');
		for (const flags of [
			{url, user: 'ada', password: 'pass-word-1'},
			{url: `ada:url-pw-7@${url}`},
			{url: `url-t0ken-8@${url}`},
			{url, token: 't0ken-2'},
			{url, creds: '~/a.creds'},
			{url, nkey: '~/a.nk'},
			{url, userJwt: ada.jwt, userSeed: ada.seed},
		]) {
			const made = await resolveTarget(request({flags}), surroundingsOf(home));
			const error = await connectFailureOf(made);
			expect(error.problem).toBe('authorization');
			expectNoSecret(everythingShown(error));
		}
	});
});
