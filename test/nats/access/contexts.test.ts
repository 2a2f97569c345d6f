import {chmodSync, mkdirSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {describe, expect, it} from 'vitest';
import {AccessError, UnknownContextError} from '../../../source/nats/access/access-request.ts';
import {contextNames, contextSettings, loadContext} from '../../../source/nats/access/contexts.ts';
import {failureOf} from './requests.ts';
import {temporaryHome} from './temporary-home.ts';

describe('loadContext', () => {
	it('finds a context by its name', () => {
		const home = temporaryHome();
		home.context('prod', {url: 'nats://n1'});
		const context = loadContext('prod', home.env);
		expect(context?.name).toBe('prod');
		expect(context?.settings.url?.text.reveal()).toBe('nats://n1');
	});

	it('looks below ~/.config without XDG_CONFIG_HOME', () => {
		const home = temporaryHome();
		home.file('.config/nats/context/old.json', '{"url": "nats://old"}');
		const context = loadContext('old', {HOME: home.folder});
		expect(context?.settings.url?.text.reveal()).toBe('nats://old');
	});

	it('looks below ~/.config when XDG_CONFIG_HOME is empty', () => {
		const home = temporaryHome();
		home.file('.config/nats/context/old.json', '{}');
		expect(loadContext('old', {HOME: home.folder, XDG_CONFIG_HOME: ''})?.name).toBe('old');
	});

	it('takes the selected one when none is given', () => {
		const home = temporaryHome();
		home.context('a');
		home.context('b');
		home.select('b\n');
		expect(loadContext(undefined, home.env)?.name).toBe('b');
	});

	it.each(['', ' \n'])('has none when the selection is %j', selection => {
		const home = temporaryHome();
		home.context('a');
		home.select(selection);
		expect(loadContext(undefined, home.env)).toBeUndefined();
	});

	it('has none when nothing was ever selected', () => {
		expect(loadContext(undefined, {HOME: '/nonexistent'})).toBeUndefined();
	});

	it('reads the file that a path to a .json names, and calls it by its base name', () => {
		const home = temporaryHome();
		const file = home.file('elsewhere/site.one.json', '{"user": "u"}');
		expect(loadContext(file, home.env)?.name).toBe('site.one');
		expect(loadContext('~/elsewhere/site.one.json', home.env)?.settings.user).toBeDefined();
	});

	it('allows dots in names', () => {
		const home = temporaryHome();
		home.context('eu.west-1 prod');
		expect(loadContext('eu.west-1 prod', home.env)?.name).toBe('eu.west-1 prod');
	});

	it('lists the contexts that exist when the name is wrong', async () => {
		const home = temporaryHome();
		home.context('staging');
		home.context('prod');
		const error = await failureOf(() => loadContext('prd', home.env));
		expect(error).toBeInstanceOf(UnknownContextError);
		expect(error.message).toBe(
			'there is no context prd (did you mean prod?); there are prod, staging',
		);
	});

	it('says that XDG_CONFIG_HOME is a file', async () => {
		const home = temporaryHome();
		const env = {...home.env, XDG_CONFIG_HOME: home.file('a-file', '')};
		const error = await failureOf(() => loadContext('prd', env));
		expect(error.message).toMatch(/a-file\/nats\/context cannot exist: .*; check XDG_CONFIG_HOME$/);
	});

	it.each([
		['', 'is empty; write it again'],
		[' \n', 'is empty; write it again'],
		['\uFFFD\uFFFD{\0"\0', 'is not in UTF-8 (UTF-16, perhaps)'],
		['{\0"\0u\0', 'is not in UTF-8 (UTF-16, perhaps)'],
	])('says what is wrong with %j', async (text, problem) => {
		const home = temporaryHome();
		home.contextText('odd', text);
		expect((await failureOf(() => loadContext('odd', home.env))).message).toContain(problem);
	});

	it('passes over a byte order mark', () => {
		const home = temporaryHome();
		home.contextText('bom', '\uFEFF{"url": "nats://n1"}');
		expect(loadContext('bom', home.env)?.settings.url?.text.reveal()).toBe('nats://n1');
	});

	it('says so when there are none', async () => {
		const home = temporaryHome();
		const error = await failureOf(() => loadContext('prd', home.env));
		expect(error.message).toBe('there is no context prd; there are no contexts yet');
	});

	it('says which file selected a context that is gone, and how to go on', async () => {
		const home = temporaryHome();
		home.context('prod');
		home.select('gone');
		const error = await failureOf(() => loadContext(undefined, home.env));
		expect(error.message).toBe(
			`the selected context gone (in ${home.env['XDG_CONFIG_HOME']}/nats/context.txt) does not exist; there are prod; choose one with --context, or give --no-context`,
		);
	});

	it.each(['../prod', 'a/b', String.raw`a\b`, '..', './missing.json'])(
		'does not leave its folder for the name %s',
		async name => {
			const home = temporaryHome();
			home.file('config/nats/prod.json', '{}');
			home.context('b');
			const error = await failureOf(() => loadContext(name, home.env));
			expect(error).toBeInstanceOf(UnknownContextError);
			expect(error.message).toContain(`there is no context file ${name}`);
		},
	);

	it('tells a folder from a file', async () => {
		const home = temporaryHome();
		mkdirSync(path.join(home.folder, 'config/nats/context/odd.json'));
		const error = await failureOf(() => loadContext('odd', home.env));
		expect(error).toBeInstanceOf(AccessError);
		expect(error.message).toContain('is a folder, not a file');
	});

	it.skipIf(process.getuid?.() === 0)('says when the file may not be read', async () => {
		const home = temporaryHome();
		chmodSync(home.context('prod'), 0o000);
		const error = await failureOf(() => loadContext('prod', home.env));
		expect(error.message).toContain('may not be read by this user');
	});
});

describe('contextNames', () => {
	it('is sorted, and without what is no context', () => {
		const home = temporaryHome();
		for (const name of ['b', 'a', 'c.d']) {
			home.context(name);
		}

		home.contextText('empty', '');
		home.contextText('a..b', '{}');
		home.file('config/nats/context/readme.txt', 'no');
		mkdirSync(path.join(home.folder, 'config/nats/context/folder.json'));
		expect(contextNames(home.env)).toEqual(['a', 'b', 'c.d']);
	});

	it('is empty where nats was never used', () => {
		expect(contextNames({HOME: '/nonexistent'})).toEqual([]);
	});
});

const read = (text: string) => contextSettings(text, 'prod', 'context prod (/c/prod.json)');

describe('contextSettings', () => {
	it('reads every field that says something about the connection', () => {
		const fields = {
			url: 'url',
			socks_proxy: 'socksProxy',
			token: 'token',
			user: 'user',
			password: 'password',
			creds: 'creds',
			nkey: 'nkey',
			cert: 'cert',
			key: 'key',
			ca: 'ca',
			nsc: 'nsc',
			jetstream_domain: 'jetStreamDomain',
			jetstream_api_prefix: 'jetStreamApiPrefix',
			jetstream_event_prefix: 'jetStreamEventPrefix',
			inbox_prefix: 'inboxPrefix',
			user_jwt: 'userJwt',
			user_seed: 'userSeed',
			windows_cert_store: 'windowsCertStore',
		};
		const {tlsFirst, ...settings} = read(JSON.stringify({...fields, tls_first: true}));
		expect(tlsFirst).toBe(true);
		expect(Object.keys(settings).sort()).toEqual(Object.values(fields).sort());
		for (const [field, name] of Object.entries(fields)) {
			const setting = Reflect.get(settings, name);
			expect(setting.text.reveal()).toBe(name);
			expect(setting.place).toBe(`"${field}" of the context prod`);
		}
	});

	it('takes empty and null fields for absent ones', () => {
		expect(read('{"user": "", "creds": null, "windows_ca_certs_match": null}')).toEqual({
			tlsFirst: false,
		});
	});

	it('names fields that it does not know in one warning, without values', () => {
		const warnings: string[] = [];
		const text = '{"later": {"deep": "hunter2"}, "URI": "hunter2", "description": "x", "a\\nb": 1}';
		const read = contextSettings(text, 'prod', 'context prod (/c/prod.json)', warning =>
			warnings.push(warning),
		);
		expect(read).toEqual({tlsFirst: false});
		expect(warnings).toHaveLength(1);
		expect(warnings[0]).toContain('context prod (/c/prod.json) has unknown fields');
		expect(warnings[0]).toContain('later, URI, ');
		expect(warnings[0]).not.toMatch(/hunter2|\n|description/);
	});

	it('reads fields in another case, the exact one first', () => {
		const {url, user, tlsFirst} = read(
			'{"URL": "a", "url": "b", "Url": "c", "User": "ada", "TLS_First": true}',
		);
		expect(url?.text.reveal()).toBe('b');
		expect(user?.text.reveal()).toBe('ada');
		expect(tlsFirst).toBe(true);
	});

	it.each([
		[
			'{"password": 12345}',
			'"password" in the context prod (/c/prod.json) must be a text, not a number',
		],
		[
			'{"creds": ["hunter2"]}',
			'"creds" in the context prod (/c/prod.json) must be a text, not a list',
		],
		[
			'{"tls_first": "yes"}',
			'"tls_first" in the context prod (/c/prod.json) must be true or false, not a string',
		],
		['["hunter2"]', 'the context prod (/c/prod.json) must hold a JSON object, not a list'],
		['null', 'the context prod (/c/prod.json) must hold a JSON object, not null'],
		[
			'{"user": "hunter2"\n"x": 1}',
			'the context prod (/c/prod.json) is not valid JSON (line 2, column 1)',
		],
		['', 'the context prod (/c/prod.json) is empty; write it again with nats context save'],
		['hunter2', 'the context prod (/c/prod.json) is not valid JSON'],
	])('refuses %s without repeating it', async (text, message) => {
		const error = await failureOf(() => read(text));
		expect(error).toBeInstanceOf(AccessError);
		expect(error.message).toBe(message);
		expect(error.cause).toBeUndefined();
	});
});
