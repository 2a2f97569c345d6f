import {inspect} from 'node:util';
import {describe, expect, it} from 'vitest';
import {printablePath, Secret} from '../../../source/nats/access/secret.ts';

const secret = new Secret('hunter2');

describe('Secret', () => {
	it.each([
		['a text', String(secret)],
		['JSON', JSON.stringify({secret})],
		['an inspected object', inspect({secret}, {depth: 9, showHidden: true})],
		['the details of an error', inspect(new Error('no', {cause: {secret}}))],
		[
			'its own fields',
			JSON.stringify([Object.entries(secret), Object.getOwnPropertyNames(secret)]),
		],
	])('does not show in %s', (_, printed) => {
		expect(printed).not.toContain('hunter2');
	});

	it('says that something is there', () => {
		expect(inspect({secret})).toBe('{ secret: [secret] }');
	});

	it('gives its text to who asks for it', () => {
		expect(secret.reveal()).toBe('hunter2');
	});

	it('loses the line end that a file or a program puts behind it, and nothing else', () => {
		expect(new Secret(' a b \r\n').withoutLineEnd().reveal()).toBe(' a b ');
	});
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
