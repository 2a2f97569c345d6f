import {parseDurationMs} from '../../domain/time.ts';
import {UsageError} from '../../session/errors.ts';
import type {CommandContext} from './command.ts';

type Flags = CommandContext['flags'];

/** The text of a flag; undefined when it is not given. */
export function textFlag(flags: Flags, name: string): string | undefined {
	const value = flags[name];
	return typeof value === 'string' && value !== '' ? value : undefined;
}

/** All texts of a flag that may be given several times. */
export function textFlags(flags: Flags, name: string): readonly string[] {
	const value = flags[name];
	return typeof value === 'object' ? value : typeof value === 'string' ? [value] : [];
}

export function isSet(flags: Flags, name: string): boolean {
	return flags[name] === true;
}

/** The value of a flag cannot be taken. */
export class FlagValueError extends UsageError {
	/** As in the table of flags. */
	readonly flag: string;
	/** Continues the name of the flag, or of the variable that the value came from. */
	readonly problem: string;

	constructor(flag: string, problem: string) {
		super(`${flagName(flag)} ${problem}`);
		this.flag = flag;
		this.problem = problem;
	}
}

/**
 * A number within bounds.
 * @throws FlagValueError that names the flag and what it takes
 */
export function numberFlag(
	flags: Flags,
	name: string,
	{min, max, whole = false}: {min: number; max: number; whole?: boolean},
): number | undefined {
	const value = flags[name];
	if (value === undefined) {
		return undefined;
	}

	const number = typeof value === 'number' ? value : Number(value);
	if (Number.isFinite(number) && number >= min && number <= max && (!whole || number % 1 === 0)) {
		return number;
	}

	const kind = whole ? 'a whole number' : 'a number';
	throw new FlagValueError(name, `takes ${kind} from ${min} to ${max}`);
}

/**
 * A duration as Go and the `nats` CLI spell it: `250ms`, `1s`, `1m30s`, `2h`; a bare number means seconds.
 * @returns ms
 * @throws FlagValueError that names the flag and what it takes
 */
export function durationFlag(
	flags: Flags,
	name: string,
	{minMs, maxMs}: {minMs: number; maxMs: number},
): number | undefined {
	const text = textFlag(flags, name);
	if (text === undefined) {
		return undefined;
	}

	const durationMs = parseDurationMs(text);
	if (durationMs === undefined || durationMs < minMs || durationMs > maxMs) {
		const range = `from ${minMs} ms to ${maxMs / 1000} s`;
		throw new FlagValueError(name, `takes a duration such as 500ms, 2s or 1m30s, ${range}`);
	}

	return durationMs;
}

/** `maxInFlight` as the user types it: `--max-in-flight`. */
export function flagName(name: string): string {
	return `--${name.replaceAll(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}`;
}
