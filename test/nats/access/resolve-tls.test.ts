import {readFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, it} from 'vitest';
import {
	type AccessError,
	CredentialsError,
	SettingsError,
} from '../../../source/nats/access/access-errors.ts';
import type {StatedTls} from '../../../source/nats/access/resolve-tls.ts';
import {resolveTls} from '../../../source/nats/access/resolve-tls.ts';
import {createAuthority, encryptKey} from './certificates.ts';
import {failureOf, stated} from './requests.ts';
import {temporaryHome} from './temporary-home.ts';

const nothing: StatedTls = {
	ca: undefined,
	cert: undefined,
	key: undefined,
	handshakeFirst: false,
	required: false,
};

describe('resolveTls', () => {
	it('is undefined when nothing asks for TLS', () => {
		expect(resolveTls(nothing, {env: {}})).toBeUndefined();
	});

	it.each([
		[{required: true}, false],
		[{handshakeFirst: true}, true],
	])('is required for %o alone', (rest, handshakeFirst) => {
		expect(resolveTls({...nothing, ...rest}, {env: {}})).toEqual({
			caFile: undefined,
			certFile: undefined,
			keyFile: undefined,
			handshakeFirst,
		});
	});

	it('names the files, after a look into them', () => {
		const home = temporaryHome();
		const {ca} = createAuthority(home.folder);
		expect(resolveTls({...nothing, ca: stated('~/ca.pem')}, home)).toMatchObject({caFile: ca});
	});

	it('says what is wrong with a file', async () => {
		const home = temporaryHome();
		const authority = createAuthority(home.folder);
		const client = authority.issue('client', 'DNS:client');
		const other = authority.issue('other', 'DNS:other');
		const encrypted = path.join(home.folder, 'encrypted.key');
		encryptKey(client.key, encrypted);
		const text = home.file('text.pem', 'hunter2');
		const cases: readonly (readonly [Partial<StatedTls>, typeof AccessError, string])[] = [
			[{ca: stated('~/no.pem', '--tlsca')}, CredentialsError, 'no.pem does not exist'],
			[{ca: stated(text, '--tlsca')}, CredentialsError, `--tlsca: the file ${text} holds no cert`],
			[{ca: stated(client.key)}, CredentialsError, 'holds no certificate (PEM)'],
			[{cert: stated(client.cert, '--tlscert')}, SettingsError, '--tlscert needs its key'],
			[{key: stated(client.key, '--tlskey')}, SettingsError, '--tlskey needs its certificate'],
			[{cert: stated(client.cert), key: stated(text)}, CredentialsError, 'holds no private key'],
			[{cert: stated(client.cert), key: stated(encrypted)}, CredentialsError, 'is encrypted'],
			[{cert: stated(client.cert), key: stated(other.key)}, CredentialsError, 'does not belong to'],
		];
		const keys = [client.key, other.key, encrypted].map(file => readFileSync(file, 'utf8'));
		for (const [rest, type, message] of cases) {
			const error = await failureOf(() => resolveTls({...nothing, ...rest}, home));
			expect(error).toBeInstanceOf(type);
			expect(error.message).toContain(message);
			expect(error.message).not.toMatch(/\n|hunter2/);
			expect(keys.some(key => error.message.includes(key.slice(40, 60)))).toBe(false);
		}
	});
});
