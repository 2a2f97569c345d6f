/** Work to do before the process ends, such as stopping servers; the signal says that time is up. */
export type LeaveTask = (signal: AbortSignal) => Promise<void> | void;

export type LeaveTasks = {
	/** Adds a task; the function returned takes it back. */
	readonly add: (task: LeaveTask) => () => void;
	/** Runs all tasks side by side, each of them once ever, and returns what went wrong. */
	readonly run: (deadlineMs: number) => Promise<readonly unknown[]>;
};

export function createLeaveTasks(): LeaveTasks {
	const tasks = new Set<LeaveTask>();
	return {
		add(task) {
			tasks.add(task);
			return () => {
				tasks.delete(task);
			};
		},
		async run(deadlineMs) {
			const running = [...tasks];
			tasks.clear();
			const deadline = new AbortController();
			const timer = setTimeout(() => {
				deadline.abort(new LeaveDeadlineError(deadlineMs));
			}, deadlineMs);
			const failures = await Promise.all(running.map(task => failureOf(task, deadline.signal)));
			clearTimeout(timer);
			return failures.flat();
		},
	};
}

export class LeaveDeadlineError extends Error {
	override readonly name = 'LeaveDeadlineError';

	constructor(deadlineMs: number) {
		super(
			`Cleaning up took longer than ${deadlineMs / 1000} s and was given up: look for processes left behind`,
		);
	}
}

/** What made a task fail, as a list of one; a task that is late is left to itself. */
async function failureOf(task: LeaveTask, signal: AbortSignal): Promise<readonly unknown[]> {
	const late = new Promise<never>((_, reject) => {
		signal.addEventListener('abort', () => {
			reject(signal.reason);
		});
	});
	try {
		await Promise.race([task(signal), late]);
		return [];
	} catch (error) {
		return [error];
	}
}
