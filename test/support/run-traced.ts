import {mkdtemp, readdir, readFile, rm} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import {runCli, type CliResult} from './run-cli.ts';

type Coverage = {
	readonly result: readonly {
		readonly functions: readonly {
			readonly functionName: string;
			readonly ranges: readonly {readonly count: number}[];
		}[];
	}[];
};

/**
 * Runs the built command line as `runCli` does, and tells which packages it evaluated of those that it loads when they
 * are needed: the bundle keeps each of their files in a function that is named after it, and V8 tells which of them ran.
 */
export async function runTraced(
	args: readonly string[],
	env: Readonly<Record<string, string>> = {},
): Promise<CliResult & {readonly packages: ReadonlySet<string>}> {
	const folder = await mkdtemp(path.join(os.tmpdir(), 'leadertop-trace-'));
	try {
		const result = await runCli(args, {env: {...env, NODE_V8_COVERAGE: folder}});
		const files = await readdir(folder);
		const texts = await Promise.all(
			files.map(async file => readFile(path.join(folder, file), 'utf8')),
		);
		const ran = texts
			.flatMap(text => (JSON.parse(text) as Coverage).result)
			.flatMap(({functions}) => functions)
			.filter(({ranges}) => (ranges[0]?.count ?? 0) > 0)
			.map(({functionName}) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(functionName)?.[1] ?? '');
		return {...result, packages: new Set(ran.filter(name => name !== ''))};
	} finally {
		await rm(folder, {recursive: true, force: true});
	}
}

/** What only the live screen and tables need. */
export const screenPackages = ['ink', 'react', 'react-reconciler', 'yoga-layout'];
