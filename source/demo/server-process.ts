import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {closeSync, openSync, readFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {HopelessError} from './poll-until.ts';
import type {ServerPlan} from './server-config.ts';

/** One nats-server of a local cluster: the same place whether it runs or not. */
export type ServerProcess = {
	readonly plan: ServerPlan;
	readonly pid: () => number | undefined;
	/** Why it ended though it was not stopped, with the end of its log. */
	readonly failure: () => ServerDiedError | undefined;
	/** @param binary another nats-server than before, from now on: an upgrade */
	readonly start: (binary?: string) => void;
	/** Sends a signal and waits for the end; SIGKILL follows when that takes longer than {@link patienceMs}. */
	readonly end: (signal: 'SIGTERM' | 'SIGKILL') => Promise<void>;
	readonly enterLameDuckMode: () => void;
	/** For exit handlers: returns at once. */
	readonly killNow: () => void;
};

/** nats-server hands its leaders over and flushes its stores before it leaves. */
export const patienceMs = 10_000;

export function createServerProcess(plan: ServerPlan, watchdog: Watchdog): ServerProcess {
	const logFile = path.join(plan.folder, 'log');
	let program = plan.binary;
	let child: ChildProcess | undefined;
	let failure: ServerDiedError | undefined;
	let stopping = false;

	return {
		plan,
		pid: () => child?.pid,
		failure: () => failure,
		start(binary) {
			if (child) {
				return;
			}

			program = binary ?? program;
			stopping = false;
			failure = undefined;
			const log = openSync(logFile, 'a');
			// A group of its own: Ctrl-C on the terminal reaches only us, and the servers end in our order.
			const started = spawn(program, ['--config', path.join(plan.folder, 'server.conf')], {
				detached: true,
				stdio: ['ignore', log, log],
			});
			closeSync(log);
			child = started;
			const {pid} = started;
			if (pid !== undefined) {
				watchdog.watch(pid);
			}

			const ended = (how: string) => {
				child = undefined;
				if (pid !== undefined) {
					watchdog.forget(pid);
				}

				if (!stopping) {
					failure = new ServerDiedError(plan.name, how, tail(logFile));
				}
			};
			started.once('exit', (code, signal) => {
				ended(signal ?? `exit code ${String(code)}`);
			});
			started.on('error', cause => {
				if (child === started && pid === undefined) {
					ended(cause.message);
				}
			});
		},
		async end(signal) {
			const ending = child;
			if (ending?.pid === undefined) {
				return;
			}

			stopping = true;
			const exited = once(ending, 'exit');
			ending.kill(signal);
			const impatience = setTimeout(() => ending.kill('SIGKILL'), patienceMs);
			await exited;
			clearTimeout(impatience);
		},
		enterLameDuckMode() {
			stopping = true;
			child?.kill('SIGUSR2');
		},
		killNow() {
			stopping = true;
			child?.kill('SIGKILL');
		},
	};
}

/** A nats-server ended though it was not stopped. */
export class ServerDiedError extends HopelessError {
	override readonly name = 'ServerDiedError';

	constructor(server: string, how: string, log: string) {
		const message = `nats-server ${server} ended by itself (${how}). The end of its log:\n${log}`;
		// Another program took a port after it was found free and before the server started.
		super(message, log.includes('address already in use'));
	}
}

function tail(file: string): string {
	try {
		return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-8).join('\n');
	} catch {
		return '(no log)';
	}
}

/**
 * Looks after the servers of this process when it can no longer do so itself: a small shell that waits for its
 * standard input to end. However this process ends, SIGKILL included, the system closes the pipe: the shell then kills
 * the servers and removes the folder. In a session of its own neither Ctrl-C nor a closed terminal reaches it.
 */
export function startWatchdog(folder: string) {
	const shell = spawn('/bin/sh', ['-c', script, 'leadertop-watchdog', folder], {
		detached: true,
		stdio: ['pipe', 'ignore', 'ignore'],
		cwd: '/',
		env: {PATH: process.env['PATH'] ?? '/usr/bin:/bin'},
	});
	// Without a shell the exit handler of the cluster still cleans up.
	shell.on('error', () => {});
	shell.stdin.on('error', () => {});
	shell.unref();

	return {
		watch(pid: number) {
			shell.stdin.write(`watch ${pid}\n`);
		},
		forget(pid: number) {
			shell.stdin.write(`forget ${pid}\n`);
		},
		/** Ends the watch without touching anything. */
		dismiss() {
			shell.stdin.end('dismiss 0\n');
		},
	};
}

export type Watchdog = ReturnType<typeof startWatchdog>;

// A server that is being killed may still write: the folder is removed until it is gone, for two seconds.
const script = `
trap '' HUP INT TERM
pids=
while read -r verb pid; do
	case $verb in
		watch) pids="$pids $pid" ;;
		forget)
			rest=
			for one in $pids; do [ "$one" = "$pid" ] || rest="$rest $one"; done
			pids=$rest
			;;
		dismiss) exit 0 ;;
	esac
done
[ -z "$pids" ] || kill -9 $pids
for try in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
	rm -rf -- "$1" && exit 0
	sleep 0.1
done
`;
