// Looks whether an executable made by binary.js works where there is no Node, in a terminal of its own.
import {spawnSync} from 'node:child_process';
import {mkdtemp, rm} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import {spawn} from '@lydell/node-pty';

/** No Node on the PATH, and nothing of this user's settings. */
const bare = folder => ({
	PATH: '/usr/bin:/bin',
	HOME: folder,
	TERM: 'xterm-256color',
	LANG: 'C.UTF-8',
});

const frameMs = 20_000;

/**
 * @param {string} file of the executable, for this machine
 * @returns {Promise<string>} what it says its version is
 * @throws when it does not start, draws no screen, or does not leave with exit code 0
 */
export async function smokeBinary(file) {
	const folder = await mkdtemp(path.join(os.tmpdir(), 'leadertop-smoke-'));
	try {
		const env = bare(folder);
		const {status, stdout, stderr, error} = spawnSync(file, ['--version'], {env, encoding: 'utf8'});
		if (status !== 0) {
			throw new Error(`${file} --version: ${error?.message ?? stderr}`);
		}

		await watchSimulated(file, env, folder);
		return stdout.trim();
	} finally {
		await rm(folder, {recursive: true, force: true});
	}
}

async function watchSimulated(file, env, cwd) {
	const child = spawn(file, ['demo', '--simulated'], {cols: 100, rows: 30, cwd, env});
	let shown = '';
	const timer = setTimeout(() => child.kill('SIGKILL'), frameMs);
	const {exitCode} = await new Promise(resolve => {
		let isLeaving = false;
		child.onData(text => {
			shown += text;
			if (!isLeaving && shown.includes('SIMULATED') && shown.includes('LEAD')) {
				isLeaving = true;
				child.write('q');
			}
		});
		child.onExit(resolve);
	});
	clearTimeout(timer);
	if (exitCode !== 0) {
		throw new Error(`${file} demo --simulated ended with ${exitCode}:\n${shown}`);
	}
}
