import {rmSync} from 'node:fs';
import {mkdir} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import {chooseParts, type ChosenSuite} from './choose-parts.ts';
import {publish} from './publish.ts';
import type {Row} from './row.ts';
import {stageNames, startStage, type Stage, type StageName} from './stage/stage.ts';
import type {Part, Place} from './suite.ts';
import {suites} from './suites.ts';
import {timeProcess} from './time-process.ts';
import {versions} from './versions.ts';

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
	let chosen: ChosenSuite[];
	try {
		chosen = chooseParts(suites, names);
	} catch (error) {
		tell(error instanceof Error ? error.message : String(error));
		return 2;
	}

	const place = placeIn(root);
	await mkdir(place.scratch, {recursive: true});
	process.once('exit', () => {
		rmSync(place.scratch, {recursive: true, force: true});
	});
	endOnSignals();

	const sections = new Map(
		chosen.map(({name, title}) => [name, {title, emptyNodeMs: [] as number[], rows: [] as Row[]}]),
	);
	let failures = 0;
	for (const stageName of ['none', ...stageNames] as const) {
		const parts = chosen.flatMap(({name, parts}) =>
			parts.filter(({stage}) => stage === stageName).map(part => ({name, part})),
		);
		const stage = parts.length > 0 ? await prepared(stageName) : undefined;
		for (const {name, part} of parts) {
			const end = begin(`${name}, ${stage?.title ?? 'without servers'}`);
			const section = sections.get(name);
			try {
				section?.emptyNodeMs.push(...(await timeEmptyNode()));
				section?.rows.push(...(await runPart(part, stage, place)));
				section?.emptyNodeMs.push(...(await timeEmptyNode()));
			} catch (error) {
				failures++;
				place.log(`failed: ${error instanceof Error ? (error.stack ?? '') : String(error)}`);
			}

			end();
		}

		await stage?.stop();
	}

	await publish([...sections.values()], {
		file: path.join(root, 'bench/results.md'),
		partial: names.length > 0 || failures > 0,
		versions: await versions(root),
	});
	return failures === 0 ? 0 : 1;
}

/** How fast the machine is at the moment: a few times, in ms. */
async function timeEmptyNode(): Promise<number[]> {
	const times: number[] = [];
	while (times.length < 5) {
		times.push(await timeProcess(['-e', '0']));
	}

	return times;
}

/** Exit handlers stop servers and remove folders; an unheard signal would pass them by. */
function endOnSignals(): void {
	for (const [signal, code] of [
		['SIGHUP', 129],
		['SIGINT', 130],
		['SIGTERM', 143],
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

	const end = begin(`making the ${name} cluster`);
	const stage = await startStage(name);
	end();
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

function placeIn(root: string): Place {
	return {
		log(line) {
			tell(`  ${line}`);
		},
		cli: path.join(root, 'dist/leadertop.js'),
		program: name => path.join(root, 'dist/bench/programs', `${name}.js`),
		scratch: path.join(root, 'dist/bench/scratch'),
	};
}

/** Tells what begins, and with the function that it returns how long it took. */
function begin(what: string): () => void {
	const startedAt = performance.now();
	tell(what);
	return () => {
		tell(`  ${Math.round((performance.now() - startedAt) / 1000)} s`);
	};
}

function tell(line: string): void {
	process.stderr.write(`${line}\n`);
}
