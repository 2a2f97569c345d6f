import {spawn} from 'node:child_process';
import {once} from 'node:events';
import process from 'node:process';
import {createInterface} from 'node:readline';
import {commandVariables, fillCommand, type CommandNames} from '../../domain/roll/fill-command.ts';
import type {Server} from '../../domain/server.ts';
import {formatElapsed} from '../../domain/time.ts';
import {UsageError} from '../../session/errors.ts';
import type {RunCommand} from '../../session/roll/stop-command.ts';
import {onAbort} from '../../time/abort.ts';
import type {CommandContext} from '../cli/command.ts';

type CommandOptions = {
	/** With `{server}` and the like in it. */
	readonly template: string;
	readonly timeoutMs: number;
	readonly env: CommandContext['env'];
};

/** After SIGTERM, in ms. */
const killMs = 5000;

/**
 * Runs the operator's command for a server, with `sh -c`. It is a process group of its own: Ctrl-C on the terminal reaches
 * only leadertop, and a command that takes too long is ended with all that it has started.
 */
export function commandRunner({template, timeoutMs, env}: CommandOptions): RunCommand {
	return async (server, onOutput, signal) => {
		const names = namesOf(server);
		const child = spawn('sh', ['-c', commandFor(template, server)], {
			detached: true,
			stdio: ['ignore', 'pipe', 'pipe'],
			env: {...env, ...commandVariables(names)},
		});
		const exited = once(child, 'exit');
		for (const output of [child.stdout, child.stderr]) {
			createInterface({input: output}).on('line', onOutput);
		}

		let ended: string | undefined;
		let killing: NodeJS.Timeout | undefined;
		const end = (why: string) => {
			ended ??= why;
			killGroup(child.pid, 'SIGTERM');
			killing ??= setTimeout(killGroup, killMs, child.pid, 'SIGKILL');
		};
		const timer = setTimeout(
			end,
			timeoutMs,
			`still running after ${formatElapsed(timeoutMs)} (--exec-timeout)`,
		);
		const stopListening = onAbort(signal, () => {
			end('ended because the roll was stopped');
		});
		try {
			const [code, by]: readonly unknown[] = await exited;
			return (
				ended ??
				(code === 0
					? undefined
					: typeof code === 'number'
						? `exit code ${code}`
						: `ended by ${String(by)}`)
			);
		} finally {
			clearTimeout(timer);
			clearTimeout(killing);
			stopListening();
		}
	};
}

/**
 * The command for a server.
 * @throws UsageError for a server whose names must not stand in a command
 */
export function commandFor(template: string, server: Server): string {
	const filled = fillCommand(template, namesOf(server));
	if (filled.type === 'refused') {
		throw new UsageError(`--exec: ${filled.reason}`);
	}

	return filled.command;
}

function namesOf({name, id, host, cluster}: Server): CommandNames {
	return {server: name, id, host, cluster};
}

/** The process and all that it started, which may be gone by now. */
function killGroup(pid: number | undefined, signal: NodeJS.Signals): void {
	try {
		if (pid !== undefined) {
			process.kill(-pid, signal);
		}
	} catch {
		// It has ended.
	}
}
