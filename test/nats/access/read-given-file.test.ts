import {describe, expect, it} from 'vitest';
import {printablePath} from '../../../source/nats/access/printable-path.ts';
import {fileProblem, readGivenFile} from '../../../source/nats/access/read-given-file.ts';
import {createOperatorKeys} from './operator-keys.ts';
import {failureOf} from './requests.ts';

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

describe('printablePath', () => {
	it.each(['/home/ada/.keys/prod.creds', 'a.creds', 'admin', '/S/SUPER/x.nk', '/run/user/0/x'])(
		'shows %s',
		path => {
			expect(printablePath(path)).toBe(path);
		},
	);

	it.each(['x'.repeat(48), 'nats://ada:hunter2@n1', 'data:;base64,eA=='])('hides %s', path => {
		expect(printablePath(path)).not.toContain(path.slice(0, 10));
	});
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

	it('has none for what it does not know', () => {
		expect(fileProblem(new Error('x'))).toBeUndefined();
	});
});
