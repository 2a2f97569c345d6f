import {rm} from 'node:fs/promises';
import path from 'node:path';
import type {ServerSource} from './server-source.ts';
import {meetsVersion, readServerVersion} from './server-version.ts';

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
