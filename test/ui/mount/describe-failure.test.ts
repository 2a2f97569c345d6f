import {expect, it} from 'vitest';
import {describeFailure} from '../../../source/ui/mount/describe-failure.ts';

it('is one line, with the causes and no control characters', () => {
	const error = new Error('cannot connect\nto \u001B[31mn1', {
		cause: new TypeError('', {cause: 'reset'}),
	});
	expect(describeFailure(error, false)).toBe(
		'leadertop stopped: cannot connect\uFFFDto \uFFFDn1: TypeError: reset (LEADERTOP_DEBUG=1 shows where)\n',
	);
});

it('is the stacks when debugging', () => {
	const text = describeFailure(new Error('outer', {cause: new Error('inner')}), true);
	expect(text).toMatch(
		/^leadertop stopped: Error: outer\n {4}at [^]*\ncaused by: Error: inner\n {4}at /,
	);
});

it.each([
	['a word', 'a word'],
	[undefined, 'undefined'],
	[null, 'null'],
])('says what it can of %j', (thrown, said) => {
	expect(describeFailure(thrown, true)).toBe(`leadertop stopped: ${said}\n`);
});

it('does not follow causes in a circle', () => {
	const error = new Error('round');
	error.cause = error;
	expect(describeFailure(error, false)).toMatch(/^leadertop stopped: (round: )+round \(/);
	expect(describeFailure(error, true)).toContain('caused by');
});
