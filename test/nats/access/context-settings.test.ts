import {describe, expect, it} from 'vitest';
import {InvalidContextError} from '../../../source/nats/access/access-errors.ts';
import {contextSettings} from '../../../source/nats/access/context-settings.ts';
import {failureOf} from './requests.ts';

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

	it('passes over fields that it does not know', () => {
		expect(read('{"later": {"deep": 1}}')).toEqual({tlsFirst: false});
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
		['', 'the context prod (/c/prod.json) is not valid JSON'],
		['hunter2', 'the context prod (/c/prod.json) is not valid JSON'],
	])('refuses %s without repeating it', async (text, message) => {
		const error = await failureOf(() => read(text));
		expect(error).toBeInstanceOf(InvalidContextError);
		expect(error.message).toBe(message);
		expect(error.cause).toBeUndefined();
	});
});
