import {describe, expect, it} from 'vitest';
import {AccessError} from '../../../source/nats/access/access-request.ts';
import {fileSecret, filePath, literalSecret} from '../../../source/nats/access/secret-reference.ts';
import {createUserNkey} from './operator-keys.ts';
import {failureOf, stated} from './requests.ts';
import {temporaryHome} from './temporary-home.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('literalSecret', () => {
	it.each(['hunter2', 'a:b', 'https://x', '/etc/passwd', 'op:x', 'data', ' spaced '])(
		'takes %s for the secret itself',
		async text => {
			const source = await literalSecret(stated(text), {env: {}});
			expect(source.text.reveal()).toBe(text);
			expect(source.file).toBeUndefined();
		},
	);

	it('reads a file, without its line end, and knows where to read it again', async () => {
		const home = temporaryHome();
		const file = home.file('pass word', 'hunter2\r\n');
		const source = await literalSecret(stated('FILE://$HOME/pass word'), home);
		expect(source.text.reveal()).toBe('hunter2');
		expect(source.file).toBe(file);
	});

	it('reads a variable', async () => {
		const source = await literalSecret(stated('env://PW'), {env: {PW: 'hunter2'}});
		expect(source.text.reveal()).toBe('hunter2');
	});

	it.each([
		['env://PW', 'the environment variable PW is not set'],
		['env://EMPTY', 'the environment variable EMPTY is empty'],
	])('says what is wrong with %s', async (text, message) => {
		const error = await failureOf(async () => literalSecret(stated(text), {env: {EMPTY: ''}}));
		expect(error).toBeInstanceOf(AccessError);
		expect(error.message).toBe(`--flag: ${message}`);
	});

	it.each(['data:;base64,', 'data:text/plain;base64,', 'DATA:;base64,'])(
		'decodes what is embedded behind %s',
		async prefix => {
			const source = await literalSecret(stated(prefix + base64('hunter2\n')), {env: {}});
			expect(source.text.reveal()).toBe('hunter2');
		},
	);

	it.each([
		['data:,hunter2', 'must begin with data:;base64,'],
		['data:;base64', 'must begin with data:;base64,'],
		['data:;base64,hunter2', 'is not valid base64'],
		['data:;base64,aHVudGVyMg=', 'is not valid base64'],
	])('refuses %s without repeating it', async (text, message) => {
		const error = await failureOf(async () => literalSecret(stated(text), {env: {}}));
		expect(error.message).toContain(message);
		expect(error.message).not.toMatch(/hunter|aHVu/);
	});

	it('asks 1Password', async () => {
		const home = temporaryHome();
		home.program('op', 'echo "$1 $2"');
		const source = await literalSecret(stated('OP://vault/nats/password'), home);
		expect(source.text.reveal()).toBe('read op://vault/nats/password');
	});

	it('says in one line that op is not there', async () => {
		const error = await failureOf(async () =>
			literalSecret(stated('op://v/i/f', '--password'), {env: {PATH: '/nonexistent'}}),
		);
		expect(error).toBeInstanceOf(AccessError);
		expect(error.message).toBe(
			'--password: there is no program op on this machine; op:// references need the command-line program of 1Password, or give the secret in another way',
		);
	});

	it('says why op failed, and how to see it', async () => {
		const home = temporaryHome();
		home.program('op', 'echo first >&2; echo "you are not signed in" >&2; exit 6');
		const error = await failureOf(async () => literalSecret(stated('op://v/i/f'), home));
		expect(error.message).toBe(
			'--flag: op failed (exit code 6): you are not signed in; try: op read op://v/i/f',
		);
	});

	it('does not repeat a complaint that looks like a secret', async () => {
		const home = temporaryHome();
		home.program('op', `echo "cannot use ${createUserNkey().seed}" >&2; exit 1`);
		const error = await failureOf(async () => literalSecret(stated('op://v/i/f'), home));
		expect(error.message).toBe('--flag: op failed (exit code 1); try: op read op://v/i/f');
	});

	it('does not wait for op for ever', async () => {
		const home = temporaryHome();
		home.program('op', 'exec sleep 600');
		const error = await failureOf(async () =>
			literalSecret(stated('op://v/i/f'), {...home, programDeadlineMs: 50}),
		);
		expect(error.message).toContain('op did not answer within 0.05 s');
	});

	it('ends op when it is called off', async () => {
		const home = temporaryHome();
		home.program('op', 'exec sleep 600');
		const controller = new AbortController();
		const answer = failureOf(async () =>
			literalSecret(stated('op://v/i/f'), {...home, signal: controller.signal}),
		);
		controller.abort(new Error('called off'));
		expect((await answer).message).toBe('called off');
	});
});

describe('fileSecret', () => {
	it.each(['~/keys/a.creds', '$HOME/keys/a.creds', 'file://~/keys/a.creds'])(
		'reads %s',
		async text => {
			const home = temporaryHome();
			const file = home.file('keys/a.creds', 'content\n');
			const source = await fileSecret(stated(text), home);
			expect(source.text.reveal()).toBe('content\n');
			expect(source.file).toBe(file);
		},
	);

	it('takes embedded content as it is', async () => {
		const source = await fileSecret(stated(`data:;base64,${base64('a\nb\n')}`), {env: {}});
		expect(source.text.reveal()).toBe('a\nb\n');
	});

	it('asks nsc where it keeps the file, and reads it again later', async () => {
		const home = temporaryHome();
		const file = home.file('store/ada.creds', 'content');
		home.program(
			'nsc',
			`[ "$*" = "generate profile nsc://OP/SHOP/ada" ] && echo '{"user_creds": "${file}"}'`,
		);
		const source = await fileSecret(stated('nsc://OP/SHOP/ada'), home);
		expect(source.text.reveal()).toBe('content');
		expect(source.file).toBe(file);
	});

	it.each(['{}', '{"user_creds": ""}', '[]', 'no'])('says that nsc answered %s', async answer => {
		const home = temporaryHome();
		home.program('nsc', `echo '${answer}'`);
		const error = await failureOf(async () => fileSecret(stated('nsc://OP/SHOP/ada'), home));
		expect(error.message).toBe(
			'--flag: nsc did not name a credentials file; try: nsc generate profile nsc://OP/SHOP/ada',
		);
	});

	it.each([
		['~/missing.creds', 'missing.creds does not exist'],
		['~', 'is a folder, not a file'],
		['~/empty.creds', 'empty.creds is empty'],
		['vault://x/y', 'references cannot begin with vault:'],
	])('says what is wrong with %s', async (text, message) => {
		const home = temporaryHome();
		home.file('empty.creds', '\n');
		const error = await failureOf(async () => fileSecret(stated(text, '--creds'), home));
		expect(error).toBeInstanceOf(AccessError);
		expect(error.message).toMatch(/^--creds: /);
		expect(error.message).toContain(message);
	});
});

describe('filePath', () => {
	const env = {HOME: '/home/ada'};

	it.each(['~/ca.pem', 'file://~/ca.pem', '/home/ada/ca.pem'])('understands %s', text => {
		expect(filePath(stated(text), {env})).toBe('/home/ada/ca.pem');
	});

	it.each(['op://v/i/f', 'data:;base64,eA=='])('takes no %s', text => {
		expect(() => filePath(stated(text), {env})).toThrow('--flag: takes a file, not a');
	});
});
