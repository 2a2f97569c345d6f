import {execFileSync} from 'node:child_process';
import {describe, expect, it} from 'vitest';
import {stepDownCommand} from '../../../source/ui/act/nats-command.ts';
import {shellQuote} from '../../../source/ui/act/shell-quote.ts';

describe('stepDownCommand', () => {
	it.each([
		[{stream: 'ORDERS', consumer: undefined}, undefined, 'nats stream cluster step-down ORDERS'],
		[
			{stream: 'ORDERS', consumer: undefined},
			'n3',
			'nats stream cluster step-down ORDERS --preferred n3',
		],
		[
			{stream: 'ORDERS', consumer: 'billing'},
			'n3',
			'nats consumer cluster step-down ORDERS billing --preferred n3',
		],
		[
			{stream: 'my orders', consumer: "it's"},
			undefined,
			String.raw`nats consumer cluster step-down 'my orders' 'it'\''s'`,
		],
		[
			{stream: '-v', consumer: undefined},
			'n3',
			'nats stream cluster step-down --preferred n3 -- -v',
		],
	])('steps %j down to %s with: %s', (group, preferred, command) => {
		expect(stepDownCommand(group, preferred)).toBe(command);
	});
});

describe('shellQuote', () => {
	it.each([
		'ORDERS',
		'with space',
		"it's",
		'$(rm -rf /)',
		'`id`',
		'a;b&c|d>e',
		'~',
		'*?[]{}!#',
		'"double"',
		'back\\slash',
		'日本',
		'',
		'tab\tand\nline',
		"evil\u001B[31m'\\",
		'bidi\u202E',
	])('lets a shell read back %j', word => {
		const quoted = shellQuote(word);
		expect(quoted).not.toMatch(/[\p{Cc}\p{Cf}]/u);
		expect(
			execFileSync('bash', ['--norc', '-c', `printf %s ${quoted}`], {
				encoding: 'utf8',
				env: {PATH: process.env['PATH'], LC_ALL: 'C.UTF-8'},
			}),
		).toBe(word);
	});

	it('leaves plain names alone', () => {
		expect(shellQuote('ORDERS_2.eu-west')).toBe('ORDERS_2.eu-west');
	});
});
