import os from 'node:os';
import {describe, expect, it} from 'vitest';
import {expandPath, natsFolder} from '../../../source/nats/access/expand-path.ts';

const env = {HOME: '/home/ada', KEYS: '/keys', EMPTY: ''};

describe('expandPath', () => {
	it.each([
		['~/a.creds', '/home/ada/a.creds'],
		['~', '/home/ada'],
		['/a/~/b', '/a/~/b'],
		['~bob/a', '~bob/a'],
		['$KEYS/a', '/keys/a'],
		['${KEYS}a', '/keysa'],
		['$KEYS$KEYS', '/keys/keys'],
		['$HOME/a', '/home/ada/a'],
		['$UNSET/a', '/a'],
		['${EMPTY}a', 'a'],
		['a.creds', 'a.creds'],
		['a$', 'a$'],
	])('%s becomes %s', (text, path) => {
		expect(expandPath(text, env)).toBe(path);
	});

	it('takes the home of this user where the environment names none', () => {
		expect(expandPath('~', {})).toBe(os.homedir());
	});
});

describe('natsFolder', () => {
	it.each([
		[{HOME: '/home/ada'}, '/home/ada/.config/nats'],
		[{HOME: '/home/ada', XDG_CONFIG_HOME: ''}, '/home/ada/.config/nats'],
		[{HOME: '/home/ada', XDG_CONFIG_HOME: '/etc/conf'}, '/etc/conf/nats'],
	])('for %o is %s', (env, folder) => {
		expect(natsFolder(env)).toBe(folder);
	});
});
