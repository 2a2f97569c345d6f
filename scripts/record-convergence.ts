import {mkdir, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {sleep} from '../source/time/sleep.ts';
import {countLeaders} from '../source/demo/count-leaders.ts';
import {createAssets, demoAccounts} from '../source/demo/create-assets.ts';
import type {LocalCluster} from '../source/demo/local-cluster.ts';
import {resolveNatsServer} from '../source/demo/resolve-nats-server.ts';
import {skew} from '../source/demo/skew.ts';
import {startCluster} from '../source/demo/start-cluster.ts';
import {type Frame, framesToSvg} from '../test/support/frames-to-svg.ts';
import {openPty, type PtyScreen} from '../test/support/pty-screen.ts';
import {elementsOf} from '../test/support/screen-to-svg.ts';

/** A moment in which nothing happens is shown no longer than this, in ms. */
const longestMs = 900;
const lastMs = 4000;
const deadlineMs = 120_000;

/** Has a real cluster restart a server and balance its leaders under the live screen, and keeps what is to be seen. */
export async function recordConvergence(root: string): Promise<void> {
	const binary = await resolveNatsServer();
	const cluster = await startCluster({binary: binary.path, servers: 3, accounts: demoAccounts});
	try {
		await createAssets(cluster, {streams: 40, consumersPerStream: 2});
		const screen = openPty({
			args: [
				path.join(root, 'dist/leadertop.js'),
				'watch',
				'--interval',
				'500ms',
				'--server',
				cluster.systemUrl,
				...demoAccounts.flatMap(({name}) => ['--act-as', `${name}=${cluster.url(name)}`]),
			],
			columns: 112,
			rows: 32,
			env: {XDG_CONFIG_HOME: cluster.folder, XDG_STATE_HOME: cluster.folder},
		});
		try {
			const frames = await recorded(screen, async () => converge(cluster, screen));
			const svg = framesToSvg(screen.terminal, frames, {
				title: 'leadertop: a restart, and a balance',
				mostFrames: 60,
				mostText: 290_000,
			});
			await mkdir(path.join(root, 'media'), {recursive: true});
			await writeFile(path.join(root, 'media/converging.svg'), svg);
			screen.signal('SIGTERM');
			await screen.exited;
		} finally {
			await screen.close();
		}
	} finally {
		await cluster.stop();
	}
}

/** Nothing here looks at words of the screen: servers are asked how far it is, and keys are what they are. */
async function converge(cluster: LocalCluster, screen: PtyScreen): Promise<void> {
	await sleep(2500);
	await skew(cluster);
	await sleep(2500);
	screen.keys('B');
	await sleep(1500);
	// A pace that can be watched.
	screen.keys('p');
	await sleep(1000);
	screen.keys('y');
	const system = await cluster.connect('SYS');
	try {
		const until = performance.now() + deadlineMs;
		while (!(await isEven(system))) {
			if (performance.now() > until) {
				throw new Error(`not balanced in time; the screen:\n${screen.lines().join('\n')}`);
			}

			await sleep(300);
		}
	} finally {
		await system.close();
	}

	await sleep(2500);

	async function isEven(connection: typeof system): Promise<boolean> {
		const names = cluster.servers.map(({name}) => name);
		const counts = [...(await countLeaders(connection, names)).leaders.values()];
		return Math.max(...counts) - Math.min(...counts) <= 1;
	}
}

/** What a screen shows while something goes on: a frame each time that it has stopped changing. */
async function recorded(screen: PtyScreen, go: () => Promise<void>): Promise<readonly Frame[]> {
	const {terminal} = screen;
	await screen.until(lines => /█{6}/.test(lines.join('\n')), deadlineMs);
	const taken: {readonly at: number; readonly elements: readonly string[]}[] = [];
	let timer: NodeJS.Timeout | undefined;
	const take = () => {
		taken.push({at: performance.now(), elements: elementsOf(terminal)});
	};
	take();
	const listening = terminal.onWriteParsed(() => {
		clearTimeout(timer);
		timer = setTimeout(take, 30);
	});
	try {
		await go();
	} finally {
		clearTimeout(timer);
		listening.dispose();
	}

	take();
	return taken.map(({at, elements}, index) => {
		const next = taken[index + 1];
		return {
			elements,
			showMs: next ? Math.round(Math.min(longestMs, next.at - at)) : lastMs,
		};
	});
}
