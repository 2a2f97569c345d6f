import {readFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, it} from 'vitest';
import {AccessError} from '../../../source/nats/access/access-request.ts';
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
		const cases: readonly (readonly [Partial<StatedTls>, string])[] = [
			[{ca: stated('~/no.pem', '--tlsca')}, 'no.pem does not exist'],
			[{ca: stated(text, '--tlsca')}, `--tlsca: the file ${text} holds no cert`],
			[{ca: stated(client.key)}, 'holds no certificate (PEM)'],
			[{cert: stated(client.cert, '--tlscert')}, '--tlscert needs its key'],
			[{key: stated(client.key, '--tlskey')}, '--tlskey needs its certificate'],
			[{cert: stated(client.cert), key: stated(text)}, 'holds no private key'],
			[{cert: stated(client.cert), key: stated(encrypted)}, 'is encrypted'],
			[{cert: stated(client.cert), key: stated(other.key)}, 'does not belong to'],
		];
		const keys = [client.key, other.key, encrypted].map(file => readFileSync(file, 'utf8'));
		for (const [rest, message] of cases) {
			const error = await failureOf(() => resolveTls({...nothing, ...rest}, home));
			expect(error).toBeInstanceOf(AccessError);
			expect(error.message).toContain(message);
			expect(error.message).not.toMatch(/\n|hunter2/);
			expect(keys.some(key => error.message.includes(key.slice(40, 60)))).toBe(false);
		}
	});
});
