import {spawn, type ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import process from 'node:process';
import {createInterface} from 'node:readline';
import {cliFile} from './cli-file.ts';

/** What a test lets happen to a server when the command of a roll asks for it. */
export type Restarter = (server: string) => Promise<void>;

export type RollLine = Readonly<Record<string, unknown>> & {readonly event: string};

/** A roll that runs. */
export type RollRun = {
	readonly child: ChildProcess;
	readonly lines: readonly RollLine[];
	/** The first line that fits, as soon as it is there. Rejects when the roll ends without it. */
	readonly until: (fits: (line: RollLine) => boolean) => Promise<RollLine>;
	readonly ended: Promise<{readonly exitCode: number | null; readonly stderr: string}>;
	/** The line of its end. */
	readonly summary: () => RollLine | undefined;
};

/** Stands between the commands of rolls and a test: `curl` of its address lets `restart` happen to the server. */
export async function startRestarts(restart: () => Restarter) {
	const http = createServer((request, response) => {
		restart()(decodeURIComponent((request.url ?? '/').slice(1))).then(
			() => response.end('restarted\n'),
			(error: unknown) => {
				response.statusCode = 500;
				response.end(`${String(error)}\n`);
			},
		);
	}).listen(0, '127.0.0.1');
	await once(http, 'listening');
	const {port} = http.address() as AddressInfo;
	const program = `fetch(process.argv[1]).then(async r => { console.log((await r.text()).trim()); process.exit(r.ok ? 0 : 7); }, () => process.exit(8))`;
	return {
		/** What `--exec` is given. */
		command: `${process.execPath} -e '${program}' http://127.0.0.1:${port}/{server}`,
		async close() {
			http.closeAllConnections();
			await once(http.close(), 'close');
		},
	};
}

/** Starts `leadertop roll --json` with these arguments. */
export function startRoll(args: readonly string[], env: Readonly<Record<string, string>>): RollRun {
	const {PATH = '', HOME = ''} = process.env;
	const child = spawn(process.execPath, [cliFile, 'roll', '--json', ...args], {
		env: {PATH, HOME, LANG: 'C.UTF-8', ...env},
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	const lines: RollLine[] = [];
	const waiting = new Set<() => void>();
	let stderr = '';
	let isOver = false;
	child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
	createInterface({input: child.stdout}).on('line', text => {
		lines.push(JSON.parse(text) as RollLine);
		wake();
	});
	const ended = new Promise<{exitCode: number | null; stderr: string}>(resolve => {
		child.on('close', exitCode => {
			isOver = true;
			wake();
			resolve({exitCode, stderr});
		});
	});

	function wake(): void {
		for (const each of waiting) {
			each();
		}
	}

	return {
		child,
		lines,
		ended,
		summary: () => lines.find(({event}) => event === 'roll-ended'),
		async until(fits) {
			return new Promise((resolve, reject) => {
				const look = () => {
					const found = lines.find(fits);
					if (found || isOver) {
						waiting.delete(look);
					}

					if (found) {
						resolve(found);
					} else if (isOver) {
						const last = lines.slice(-5).map(line => JSON.stringify(line));
						reject(new Error(`the roll ended: ${[...last, stderr].join('\n')}`));
					}
				};
				waiting.add(look);
				look();
			});
		},
	};
}
