import {mkdir, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {sleep} from '../source/time/sleep.ts';
import {openPty} from '../test/support/pty-screen.ts';
import {screenToSvg} from '../test/support/screen-to-svg.ts';

/** Long enough for a cold start: nats-server is fetched where it is not there. */
const startMs = 300_000;

/** Starts the demo in a terminal, takes the fullest server and steps one leader down, and keeps what is to be seen. */
export async function takeScreenshot(root: string): Promise<void> {
	const screen = openPty({
		args: [path.join(root, 'dist/leadertop.js'), 'demo'],
		columns: 140,
		rows: 38,
	});
	try {
		await screen.until(lines => /█{8}/.test(lines.join('\n')), startMs);
		// The trend needs some samples, and the rates two looks.
		await sleep(12_000);
		// One by one: several at once would be a paste, which never acts.
		for (const key of ['h', '\t', 'S', 'y']) {
			screen.keys(key);
			await sleep(500);
		}

		await sleep(2500);
		await mkdir(path.join(root, 'media'), {recursive: true});
		const svg = screenToSvg(screen.terminal, {title: 'leadertop demo'});
		await writeFile(path.join(root, 'media/screen.svg'), svg);
		screen.signal('SIGTERM');
		await screen.exited;
	} finally {
		await screen.close();
	}
}
