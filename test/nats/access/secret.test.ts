import {inspect} from 'node:util';
import {describe, expect, it} from 'vitest';
import {Secret} from '../../../source/nats/access/secret.ts';

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
