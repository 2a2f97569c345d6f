import {EventEmitter, once} from 'node:events';
import {expect, it} from 'vitest';
import {
	LeaveDeadlineError,
	createLeaveTasks,
	describeFailure,
	echoes,
} from '../../../source/ui/mount/endings.ts';

it('takes what follows within a second for the same signal again', () => {
	let now = 5000;
	const isEcho = echoes(() => now);
	const after = (ms: number) => {
		now += ms;
		return isEcho();
	};

	expect([after(0), after(0.3), after(900), after(200), after(20), after(5000)]).toEqual([
		false,
		true,
		true,
		false,
		true,
		false,
	]);
});

it('runs all tasks side by side and waits for them', async () => {
	const tasks = createLeaveTasks();
	const order: string[] = [];
	const second = new EventEmitter();
	tasks.add(async () => {
		await once(second, 'done');
		order.push('first');
	});
	tasks.add(() => {
		order.push('second');
		second.emit('done');
	});
	expect(await tasks.run(60_000)).toEqual([]);
	expect(order).toEqual(['second', 'first']);
});

it('returns what failed, and lets no task keep another from running', async () => {
	const tasks = createLeaveTasks();
	const thrown = new Error('thrown');
	const rejected = new Error('rejected');
	let isDone = false;
	tasks.add(() => {
		throw thrown;
	});
	tasks.add(() => Promise.reject(rejected));
	tasks.add(() => {
		isDone = true;
	});
	expect(await tasks.run(60_000)).toEqual([thrown, rejected]);
	expect(isDone).toBe(true);
});

it('aborts a task that is late, and goes on without it', async () => {
	const tasks = createLeaveTasks();
	let isAborted = false;
	tasks.add(
		signal =>
			new Promise(() => {
				signal.addEventListener('abort', () => {
					isAborted = true;
				});
			}),
	);
	const [failure] = await tasks.run(1);
	expect(failure).toBeInstanceOf(LeaveDeadlineError);
	expect(isAborted).toBe(true);
});

it('runs a task only once, and not at all when it was taken back', async () => {
	const tasks = createLeaveTasks();
	let runs = 0;
	tasks.add(() => {
		runs += 1;
	});
	const takeBack = tasks.add(() => {
		runs += 100;
	});
	takeBack();
	await tasks.run(60_000);
	await tasks.run(60_000);
	expect(runs).toBe(1);
});

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
