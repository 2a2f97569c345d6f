import {describe, expect, it} from 'vitest';
import {stepDownCommand} from '../../source/ui/nats-command.ts';

describe('stepDownCommand', () => {
	it.each([
		[{stream: 'ORDERS', consumer: undefined}, undefined, 'stream cluster step-down ORDERS'],
		[
			{stream: 'ORDERS', consumer: undefined},
			'n3',
			'stream cluster step-down ORDERS --preferred n3',
		],
		[
			{stream: 'ORDERS', consumer: 'billing'},
			'n3',
			'consumer cluster step-down ORDERS billing --preferred n3',
		],
		[{stream: '-v', consumer: undefined}, 'n3', 'stream cluster step-down --preferred n3 -- -v'],
		[{stream: '@v', consumer: undefined}, undefined, 'stream cluster step-down -- @v'],
		[
			{stream: 'ORDERS', consumer: undefined},
			'-v',
			'stream cluster step-down ORDERS --preferred=-v',
		],
	])('steps %j down to %s with: nats %s', (group, preferred, command) => {
		expect(stepDownCommand(group, preferred)).toEqual(['nats', ...command.split(' ')]);
	});
});
