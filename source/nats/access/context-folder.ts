import {readdirSync, readFileSync, statSync} from 'node:fs';
import path from 'node:path';
import {InvalidContextError} from './access-errors.ts';
import type {Surroundings} from './access-request.ts';
import {natsFolder} from './expand-path.ts';
import {fileProblem} from './read-given-file.ts';

type Env = Surroundings['env'];

/** The file of a context, whether it exists or not. */
export function contextFile(name: string, env: Env): string {
	return path.join(contextFolder(env), `${name}.json`);
}

/**
 * The names of the contexts that could be used, sorted.
 * @throws InvalidContextError when the folder may not be read
 */
export function contextNames(env: Env): readonly string[] {
	const folder = contextFolder(env);
	return entries(folder)
		.filter(entry => entry.endsWith('.json'))
		.map(entry => entry.slice(0, -'.json'.length))
		.filter(name => isContextName(name) && isUsableFile(path.join(folder, `${name}.json`)))
		.sort();
}

/** The name that `nats context select` left; undefined when none is selected. */
export function selectedContext(env: Env): string | undefined {
	try {
		const name = readFileSync(selectionFile(env), 'utf8').trim();
		return name === '' ? undefined : name;
	} catch {
		// As the `nats` CLI has it: a selection that cannot be read is none.
		return undefined;
	}
}

export function selectionFile(env: Env): string {
	return path.join(natsFolder(env), 'context.txt');
}

export function isContextName(name: string): boolean {
	return name !== '' && !name.includes('..') && !/[/\\]/.test(name);
}

function contextFolder(env: Env): string {
	return path.join(natsFolder(env), 'context');
}

function entries(folder: string): readonly string[] {
	try {
		return readdirSync(folder);
	} catch (cause) {
		const problem = fileProblem(cause) ?? 'cannot be read';
		if (problem === 'does not exist') {
			return [];
		}

		throw new InvalidContextError(`the folder of contexts ${folder} ${problem}`, {cause});
	}
}

/** `nats` passes over empty files: a context being written is empty for a moment. */
function isUsableFile(file: string): boolean {
	const found = statSync(file, {throwIfNoEntry: false});
	return found !== undefined && found.isFile() && found.size > 0;
}
