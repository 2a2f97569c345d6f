import {readFileSync, statSync} from 'node:fs';
import path from 'node:path';
import {InvalidContextError, UnknownContextError} from './access-errors.ts';
import type {AccessSettings, Surroundings} from './access-request.ts';
import {
	contextFile,
	contextNames,
	isContextName,
	selectedContext,
	selectionFile,
} from './context-folder.ts';
import {contextSettings} from './context-settings.ts';
import {expandPath} from './expand-path.ts';
import {fileProblem} from './read-given-file.ts';

export type LoadedContext = {readonly name: string; readonly settings: AccessSettings};

type Env = Surroundings['env'];

/**
 * Reads a context.
 * @param given a name, the path of an existing `.json` file, or undefined for the selected context
 * @returns undefined when none is given and none is selected
 * @throws UnknownContextError with the contexts that exist; InvalidContextError
 */
export function loadContext(given: string | undefined, env: Env): LoadedContext | undefined {
	if (given === undefined) {
		const selected = selectedContext(env);
		return selected === undefined ? undefined : loadNamed(selected, env, true);
	}

	const file = expandPath(given, env);
	return file.endsWith('.json') && isFile(file)
		? read(path.basename(file, '.json') || path.basename(file), file)
		: loadNamed(given, env, false);
}

function loadNamed(name: string, env: Env, selected: boolean): LoadedContext {
	const file = contextFile(name, env);
	if (!isContextName(name) || !statSync(file, {throwIfNoEntry: false})) {
		throw unknown(name, env, selected);
	}

	return read(name, file);
}

function read(name: string, file: string): LoadedContext {
	const where = `context ${name} (${file})`;
	let json;
	try {
		json = readFileSync(file, 'utf8');
	} catch (cause) {
		throw new InvalidContextError(
			`the file of the ${where} ${fileProblem(cause) ?? 'cannot be read'}`,
			{cause},
		);
	}

	return {name, settings: contextSettings(json, name, where)};
}

function unknown(name: string, env: Env, selected: boolean): UnknownContextError {
	const names = contextNames(env);
	const shown = names.slice(0, shownNames).join(', ');
	const more = names.length > shownNames ? ` and ${names.length - shownNames} more` : '';
	const there = names.length === 0 ? 'there are no contexts yet' : `there are ${shown}${more}`;
	const what = selected
		? `the selected context ${name} (in ${selectionFile(env)}) does not exist`
		: isContextName(name)
			? `there is no context ${name}`
			: `there is no context file ${name}`;
	const advice = selected ? '; choose one with --context, or give --no-context' : '';
	return new UnknownContextError(`${what}; ${there}${advice}`, names);
}

const shownNames = 20;

function isFile(file: string): boolean {
	return statSync(file, {throwIfNoEntry: false})?.isFile() === true;
}
