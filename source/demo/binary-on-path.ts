import {access, constants} from 'node:fs/promises';
import path from 'node:path';
import type {ServerSource} from './server-source.ts';
import {describeWanted, meetsVersion, readServerVersion} from './server-version.ts';

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
