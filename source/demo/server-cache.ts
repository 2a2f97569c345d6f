import {randomUUID} from 'node:crypto';
import {chmod, mkdir, mkdtemp, readdir, rename, rm, stat} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import envPaths from 'env-paths';
import {compareVersions} from './server-version.ts';

/** The folder that keeps nats-server binaries between runs: one folder a version, made whole or not at all. */
export type ServerCache = {
	readonly folder: string;
	/** Kept binaries for this OS and CPU, newest first, by the version in their folder's name. */
	readonly list: () => Promise<readonly {readonly version: string; readonly path: string}[]>;
	/**
	 * Runs `work` with an empty folder inside the cache that is removed afterwards, whatever happens.
	 * Being on the cache's own file system it allows the renames of `keep`.
	 */
	readonly withScratch: <T>(work: (folder: string) => Promise<T>) => Promise<T>;
	/** Takes a binary from a scratch folder into the cache and returns its path there. */
	readonly keep: (binary: string, version: string) => Promise<string>;
};

/** Opens the cache of the user, or the one that `LEADERTOP_CACHE` names. Nothing is created before it is needed. */
export function openServerCache(env: NodeJS.ProcessEnv): ServerCache {
	const root = env['LEADERTOP_CACHE'] ?? envPaths('leadertop', {suffix: ''}).cache;
	const folder = path.join(root, 'nats-server');

	return {
		folder,
		async list() {
			const names = await readdir(folder).catch(() => []);
			return names
				.filter(name => name.endsWith(machine) && !name.startsWith(scratchPrefix))
				.map(name => ({
					version: name.slice(0, -machine.length),
					path: path.join(folder, name, 'nats-server'),
				}))
				.sort((a, b) => compareVersions(b.version, a.version));
		},
		async withScratch(work) {
			await mkdir(folder, {recursive: true});
			await removeAbandoned(folder);
			const scratch = await mkdtemp(path.join(folder, scratchPrefix));
			try {
				return await work(scratch);
			} finally {
				await rm(scratch, {recursive: true, force: true, maxRetries: 5});
			}
		},
		async keep(binary, version) {
			const home = path.join(folder, `${version}${machine}`);
			const prepared = path.join(path.dirname(binary), randomUUID());
			await mkdir(prepared);
			await rename(binary, path.join(prepared, 'nats-server'));
			await chmod(path.join(prepared, 'nats-server'), 0o755);
			await moveInto(prepared, home);
			return path.join(home, 'nats-server');
		},
	};
}

const machine = `-${process.platform}-${process.arch}`;
const scratchPrefix = '.partial-';
const abandonedAfterMs = 3_600_000;

/** Another process may have put the same version there first: a folder in use is left as it is. */
async function moveInto(prepared: string, home: string): Promise<void> {
	try {
		await rename(prepared, home);
	} catch (error) {
		const present = await stat(path.join(home, 'nats-server')).catch(() => undefined);
		if (!present) {
			throw error;
		}
	}
}

/** What a killed process left. The age keeps the folders of processes at work, on other hosts too. */
async function removeAbandoned(folder: string): Promise<void> {
	for (const name of await readdir(folder)) {
		if (name.startsWith(scratchPrefix)) {
			const scratch = path.join(folder, name);
			const found = await stat(scratch).catch(() => undefined);
			if (found && Date.now() - found.mtimeMs > abandonedAfterMs) {
				await rm(scratch, {recursive: true, force: true});
			}
		}
	}
}
