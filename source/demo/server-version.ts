import type {CommandOptions} from './run-command.ts';
import {runCommand} from './run-command.ts';

/** Which nats-server is good enough: any from a version on (`2.11`, `2.12.1`), or exactly one series (`2.9`). */
export type WantedVersion =
	| {readonly type: 'at-least'; readonly version: string}
	| {readonly type: 'series'; readonly series: string};

/**
 * What a binary really is, by its own word.
 * @returns the version without the `v`, such as `2.15.1`
 * @throws Error when the file does not run, or is no nats-server
 */
export async function readServerVersion(path: string, options: CommandOptions): Promise<string> {
	// 2.9 to 2.15 print "nats-server: v2.10.27".
	const output = await runCommand(path, ['--version'], options);
	const version = /nats-server: v?(\d+\.\d+\.\d+\S*)/.exec(output)?.[1];
	if (version === undefined) {
		throw new Error(`${path} does not answer --version as a nats-server`);
	}

	return version;
}

export function meetsVersion(version: string, wanted: WantedVersion): boolean {
	return wanted.type === 'series'
		? version.startsWith(`${wanted.series}.`)
		: compareVersions(version, wanted.version) >= 0;
}

/** Negative when `a` is the older one. What stands behind a dash (`2.14.0-RC.1`) does not count. */
export function compareVersions(a: string, b: string): number {
	const left = numbersOf(a);
	const right = numbersOf(b);
	for (let index = 0; index < 3; index++) {
		const difference = (left[index] ?? 0) - (right[index] ?? 0);
		if (difference !== 0) {
			return difference;
		}
	}

	return 0;
}

export function describeWanted(wanted: WantedVersion): string {
	return wanted.type === 'series' ? `${wanted.series}.x` : `${wanted.version} or newer`;
}

function numbersOf(version: string): number[] {
	return version
		.split('-', 1)
		.join('')
		.split('.')
		.map(part => Number.parseInt(part, 10) || 0);
}
