import {EventEmitter, once} from 'node:events';
import {expect, it} from 'vitest';
import {createLeaveTasks, LeaveDeadlineError} from '../../../source/ui/mount/leave-tasks.ts';

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
