import os from 'node:os';
import path from 'node:path';
import {describe, expect, it} from 'vitest';
import {expandPath, fileProblem, readGivenFile} from '../../../source/nats/access/given-files.ts';
import {createOperatorKeys} from './operator-keys.ts';
import {failureOf} from './requests.ts';

const env = {HOME: '/home/ada', KEYS: '/keys', EMPTY: ''};

describe('expandPath', () => {
	it.each([
		['~/a.creds', '/home/ada/a.creds'],
		['~', '/home/ada'],
		['/a/~/b', '/a/~/b'],
		['~bob/a', path.resolve('~bob/a')],
		['$KEYS/a', '/keys/a'],
		['${KEYS}a', '/keysa'],
		['$KEYS$KEYS', '/keys/keys'],
		['$HOME/a', '/home/ada/a'],
		['$UNSET/a', '/a'],
		['${EMPTY}/a', '/a'],
		['a.creds', path.resolve('a.creds')],
		['a$', path.resolve('a$')],
	])('%s becomes %s', (text, expanded) => {
		expect(expandPath(text, env)).toBe(expanded);
	});

	it('takes the home of this user where the environment names none', () => {
		expect(expandPath('~', {})).toBe(os.homedir());
	});
});

describe('readGivenFile', () => {
	const {jwt, seed, creds} = createOperatorKeys().user();

	it.each([seed, jwt, creds, `data:;base64,${Buffer.from(creds).toString('base64')}`])(
		'does not repeat a secret that was given for a path',
		async secret => {
			const error = await failureOf(() => readGivenFile(`/home/ada/${secret}`, '--nkey'));
			expect(error.message).toContain('[not shown: it looks like a secret]');
			expect(error.message).not.toContain(secret.slice(0, 30));
			expect(error.cause).toBeUndefined();
		},
	);
});

describe('fileProblem', () => {
	it.each([
		['EACCES', 'may not be read by this user'],
		['EPERM', 'may not be read by this user'],
		['ENOENT', 'does not exist'],
		['EISDIR', 'is a folder'],
	])('has words for %s', (code, words) => {
		expect(fileProblem(Object.assign(new Error('x'), {code}))).toContain(words);
	});

	it('has plain words for any other', () => {
		expect(fileProblem(new Error('x'))).toBe('cannot be read');
	});
});
