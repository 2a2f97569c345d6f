import {randomUUID} from 'node:crypto';
import {
	access,
	chmod,
	constants,
	mkdir,
	mkdtemp,
	readdir,
	rename,
	rm,
	stat,
} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import envPaths from 'env-paths';
import {
	compareVersions,
	describeWanted,
	meetsVersion,
	readServerVersion,
	type WantedVersion,
} from './server-version.ts';

export type NatsServerBinary = {
	readonly path: string;
	/** Without the `v`: `2.15.1`. */
	readonly version: string;
	/** Where it came from: a {@link ServerSource.place}, or `--nats-server`. */
	readonly place: string;
};

/** What the search does, for a person who waits. */
export type ResolveEvent =
	| {readonly type: 'looking'; readonly place: string}
	| {readonly type: 'not-there'; readonly place: string; readonly reason: string}
	/** A download begins. `bytes` is its size, if the other side says so. */
	| {
			readonly type: 'download';
			readonly what: string;
			readonly from: string;
			readonly bytes: number | undefined;
	  }
	| {readonly type: 'received'; readonly what: string; readonly bytes: number}
	| {readonly type: 'found'; readonly binary: NatsServerBinary};

export type SourceRequest = {
	readonly wanted: WantedVersion;
	readonly env: NodeJS.ProcessEnv;
	readonly cache: ServerCache;
	readonly signal: AbortSignal;
	readonly report: (event: ResolveEvent) => void;
};

/** One place where a nats-server may come from. */
export type ServerSource = {
	readonly place: string;
	/** @throws Error whose message is the reason why there is none, short enough for a list */
	readonly find: (request: SourceRequest) => Promise<NatsServerBinary>;
};

/** A nats-server that is installed already. Any on the PATH that is good enough, not only the first. */
export const binaryOnPath: ServerSource = {
	place: 'PATH',
	async find({env, wanted, signal}) {
		const others: string[] = [];
		for (const folder of (env['PATH'] ?? '').split(path.delimiter)) {
			const candidate = path.resolve(folder, 'nats-server');
			if (folder !== '' && (await isExecutable(candidate))) {
				const version = await readServerVersion(candidate, {env, signal}).catch(() => 'unreadable');
				if (meetsVersion(version, wanted)) {
					return {path: candidate, version, place: 'PATH'};
				}

				others.push(version);
			}
		}

		throw new Error(
			others.length === 0
				? 'none'
				: `only ${others.join(', ')}, ${describeWanted(wanted)} is needed`,
		);
	},
};

async function isExecutable(file: string): Promise<boolean> {
	return access(file, constants.X_OK).then(
		() => true,
		() => false,
	);
}

/** A nats-server that an earlier run fetched. */
export const cachedBinary: ServerSource = {
	place: 'cache',
	async find({env, wanted, signal, cache}) {
		for (const entry of await cache.list()) {
			if (meetsVersion(entry.version, wanted)) {
				try {
					const version = await readServerVersion(entry.path, {env, signal});
					return {path: entry.path, version, place: 'cache'};
				} catch {
					signal.throwIfAborted();
					// It does not run: out of the way, so that a fresh one can take its place.
					await rm(path.dirname(entry.path), {recursive: true, force: true});
				}
			}
		}

		throw new Error('none');
	},
};

type ServerCache = ReturnType<typeof openServerCache>;

/**
 * The folder that keeps nats-server binaries between runs, the user's or the one that `LEADERTOP_CACHE` names: one folder
 * a version, made whole or not at all. Nothing is created before it is needed.
 */
export function openServerCache(env: NodeJS.ProcessEnv) {
	const root = env['LEADERTOP_CACHE'] ?? envPaths('leadertop', {suffix: ''}).cache;
	const folder = path.join(root, 'nats-server');

	return {
		/** Kept binaries for this OS and CPU, newest first, by the version in their folder's name. */
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
		/**
		 * Runs `work` with an empty folder inside the cache that is removed afterwards, whatever happens. On the cache's own
		 * file system it allows the renames of `keep`.
		 */
		async withScratch<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
			await mkdir(folder, {recursive: true});
			await removeAbandoned(folder);
			const scratch = await mkdtemp(path.join(folder, scratchPrefix));
			try {
				return await work(scratch);
			} finally {
				await rm(scratch, {recursive: true, force: true, maxRetries: 5});
			}
		},
		/** Takes a binary from a scratch folder into the cache and returns its path there. */
		async keep(binary: string, version: string): Promise<string> {
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
