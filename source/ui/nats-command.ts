import type {GroupIdentity} from '../domain/raft-group.ts';
import {shellLines} from '../domain/shell-quote.ts';

/** The words of a command, as the program that is called gets them. */
export type Command = readonly string[];

/** The step-down of a group as the `nats` command line does it, in a context of the group's account. */
export function stepDownCommand(
	{stream, consumer}: Pick<GroupIdentity, 'stream' | 'consumer'>,
	preferred: string | undefined,
): Command {
	const kind = consumer === undefined ? 'stream' : 'consumer';
	const names = consumer === undefined ? [stream] : [stream, consumer];
	const command = ['nats', kind, 'cluster', 'step-down'];
	const options = preferred === undefined ? [] : option('--preferred', preferred);
	// Names that `nats` would take for options or for files of arguments have to come after the end of the options.
	return names.some(isSpecial)
		? [...command, ...options, '--', ...names]
		: [...command, ...names, ...options];
}

function option(name: string, value: string): Command {
	return isSpecial(value) ? [`${name}=${value}`] : [name, value];
}

/** As `nats` parses its arguments: choria-io/fisk, `ParseContext.Next`. */
function isSpecial(word: string): boolean {
	return /^[-@]/.test(word);
}

/** The command in one line, as a shell takes it in every locale; undefined where no shell can pass on a name. */
export function commandText(command: Command): string | undefined {
	return shellLines(command, Infinity)?.join('').trimStart();
}

/** The step-down of the meta leader, in a context of the system account. */
export function metaStepDownCommand(preferred: string | undefined): Command {
	const command = ['nats', 'server', 'cluster', 'step-down'];
	return preferred === undefined ? command : [...command, ...option('--host', preferred)];
}

/** Stands where no shell could pass on the name of a group or of a server. */
export const noCommand =
	'No command: a name holds a NUL or half a character, which no shell can pass on.';
