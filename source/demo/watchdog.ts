import {spawn} from 'node:child_process';
import process from 'node:process';

/** Looks after the servers of this process when it can no longer do so itself. */
export type Watchdog = {
	readonly watch: (pid: number) => void;
	readonly forget: (pid: number) => void;
	/** Ends the watch without touching anything. */
	readonly dismiss: () => void;
};

/**
 * Starts a small shell that waits for its standard input to end. However this process ends, SIGKILL included, the
 * system closes the pipe: the shell then kills the servers and removes the folder. It has a session of its own, so
 * that neither Ctrl-C nor a closed terminal reaches it.
 */
export function startWatchdog(folder: string): Watchdog {
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
		watch(pid) {
			shell.stdin.write(`watch ${pid}\n`);
		},
		forget(pid) {
			shell.stdin.write(`forget ${pid}\n`);
		},
		dismiss() {
			shell.stdin.end('dismiss 0\n');
		},
	};
}

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
