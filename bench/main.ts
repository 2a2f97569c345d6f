import {rmSync} from 'node:fs';
import {mkdir} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import {publish} from './publish.ts';
import type {Row} from './row.ts';
import {startStage, stageNames, type Stage, type StageName} from './stage/stage.ts';
import type {Part, Place} from './suite.ts';
import {suites} from './suites.ts';

export type BenchOptions = {
	/** Suites to run; all when there are none. */
	readonly names: readonly string[];
	/** The project's folder, with the built CLI in `dist/`. */
	readonly root: string;
};

/**
 * Runs benchmarks and publishes what they measured. A part that fails takes no other with it.
 * @returns the exit code
 */
export async function main({names, root}: BenchOptions): Promise<number> {
	const unknown = names.filter(name => !suites.has(name));
	if (unknown.length > 0) {
		tell(
			`no benchmark is called ${unknown.join(' or ')}; there are ${[...suites.keys()].join(', ')}`,
		);
		return 2;
	}

	const scratch = path.join(root, 'dist/bench/scratch');
	await mkdir(scratch, {recursive: true});
	process.once('exit', () => {
		rmSync(scratch, {recursive: true, force: true});
	});
	endOnSignals();

	const chosen = [...suites].filter(([name]) => names.length === 0 || names.includes(name));
	const tables = new Map<string, Row[]>(chosen.map(([name]) => [name, []]));
	let failures = 0;
	for (const stageName of ['none', ...stageNames] as const) {
		const parts = chosen.flatMap(([name, {parts}]) =>
			parts.filter(({stage}) => stage === stageName).map(part => ({name, part})),
		);
		if (parts.length === 0) {
			continue;
		}

		const stage = await prepared(stageName);
		try {
			for (const {name, part} of parts) {
				tell(`${name}, ${stage === undefined ? 'without servers' : stage.title}`);
				const startedAt = performance.now();
				try {
					tables.get(name)?.push(...(await runPart(part, stage, placeIn(root, scratch))));
				} catch (error) {
					failures++;
					tell(
						`  failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
					);
				}

				tell(`  ${Math.round((performance.now() - startedAt) / 1000)} s`);
			}
		} finally {
			await stage?.stop();
		}
	}

	await publish(
		chosen.map(([name, {title}]) => ({title, rows: tables.get(name) ?? []})),
		{file: path.join(root, 'bench/results.md'), partial: names.length > 0 || failures > 0},
	);
	return failures === 0 ? 0 : 1;
}

/** Exit handlers stop servers and remove folders; an unheard signal would pass them by. */
function endOnSignals(): void {
	for (const [signal, code] of [
		['SIGINT', 130],
		['SIGTERM', 143],
		['SIGHUP', 129],
	] as const) {
		process.once(signal, () => {
			process.exit(code);
		});
	}
}

async function prepared(name: StageName | 'none'): Promise<Stage | undefined> {
	if (name === 'none') {
		return undefined;
	}

	const startedAt = performance.now();
	const stage = await startStage(name);
	tell(`${stage.title}: up after ${Math.round((performance.now() - startedAt) / 1000)} s`);
	return stage;
}

async function runPart(
	part: Part,
	stage: Stage | undefined,
	place: Place,
): Promise<readonly Row[]> {
	if (part.stage === 'none') {
		return part.run(place);
	}

	return stage ? part.run(stage, place) : [];
}

function placeIn(root: string, scratch: string): Place {
	return {
		log(line) {
			tell(`  ${line}`);
		},
		cli: path.join(root, 'dist/leadertop.js'),
		program: name => path.join(root, 'dist/bench/programs', `${name}.js`),
		scratch,
	};
}

function tell(line: string): void {
	process.stderr.write(`${line}\n`);
}
