import type {Command, FlagSpec, FlagTable} from '../cli/command.ts';
import {flagName} from '../cli/flag-values.ts';

/** What may be typed, and what it means. */
export type Candidate = {readonly text: string; readonly help?: string};

/**
 * What may stand in place of the last word, the one that is being typed.
 * @param words all behind `leadertop`; bash breaks `--flag=value` into three
 * @param contexts the names of the contexts, read where they are wanted
 * @returns `files` where the shell is to complete a path
 */
export function candidatesFor(
	words: readonly string[],
	commands: readonly Command[],
	contexts: () => readonly string[],
): readonly Candidate[] | 'files' {
	const isAssigned = words.at(-1) === '=';
	const told = words.filter((word, index) => index < words.length - 1 && word !== '=');
	const typed = isAssigned ? '' : (words.at(-1) ?? '');
	const [first] = told;
	const fitting = (candidates: readonly Candidate[]) =>
		candidates.filter(({text}) => text.startsWith(typed));
	if (first === undefined && !typed.startsWith('-')) {
		return fitting([
			...commands.map(({name, summary}) => ({text: name, help: summary})),
			{text: 'help', help: 'the flags of a command'},
			{text: 'version', help: 'show the version'},
		]);
	}

	if (first === 'help') {
		return fitting(commands.map(({name, summary}) => ({text: name, help: summary})));
	}

	const named = commands.find(({name}) => name === first);
	const command = first === undefined || first.startsWith('-') ? commands[0] : named;
	if (!command) {
		return [];
	}

	const [flag = '', value] = typed.split('=');
	if (value !== undefined && typed.startsWith('--')) {
		const values = valuesOf(specOf(flag, command.flags), contexts);
		return values === 'files'
			? values
			: fitting(values.map(({text}) => ({text: `${flag}=${text}`})));
	}

	const before = specOf(told.at(-1) ?? '', command.flags);
	if (before && before.type !== 'boolean') {
		const values = valuesOf(before, contexts);
		return values === 'files' ? values : fitting(values);
	}

	const argument = argumentAt(told.slice(named ? 1 : 0), command);
	if (argument !== undefined && !typed.startsWith('-')) {
		return argument.includes('FILE')
			? 'files'
			: fitting((argumentValues[argument] ?? []).map(text => ({text})));
	}

	return fitting(flagsOf(command.flags, told));
}

/** What is known of arguments by their names in the help. */
const argumentValues: Readonly<Record<string, readonly string[]>> = {
	SHELL: ['bash', 'zsh', 'fish'],
};

/** The argument that comes next; undefined when all are there. */
function argumentAt(told: readonly string[], {arguments: names, flags}: Command) {
	const given = told.filter((word, index) => {
		const before = specOf(told[index - 1] ?? '', flags);
		return !word.startsWith('-') && (before === undefined || before.type === 'boolean');
	});
	return names[given.length];
}

/** Those that are not given yet, or may be given again. */
function flagsOf(flags: FlagTable, told: readonly string[]): Candidate[] {
	return [
		...Object.entries(flags)
			.filter(([name, {isMultiple}]) => isMultiple === true || !told.includes(flagName(name)))
			.map(([name, {help}]) => ({text: flagName(name), help})),
		{text: '--help', help: 'show this help'},
	];
}

function specOf(word: string, flags: FlagTable): FlagSpec | undefined {
	return Object.entries(flags).find(
		([name, {shortFlag}]) => word === flagName(name) || word === `-${shortFlag ?? '-'}`,
	)?.[1];
}

/** What a flag may have as its value: one of several, a context, a path, or something that cannot be completed. */
function valuesOf(
	spec: FlagSpec | undefined,
	contexts: () => readonly string[],
): readonly Candidate[] | 'files' {
	const value = spec?.value ?? '';
	if (value.includes('|')) {
		return value.split('|').map(text => ({text}));
	}

	return spec?.isContext === true
		? contexts().map(text => ({text}))
		: /FILE|PATH/.test(value)
			? 'files'
			: [];
}
