/** A flag of the command line: how it is read and what its line in the help says. */
export type FlagSpec = {
	readonly type: 'string' | 'number' | 'boolean';
	readonly shortFlag?: string;
	readonly isMultiple?: boolean;
	/** `--password ""` is a value. */
	readonly mayBeEmpty?: boolean;
	readonly default?: string | number | boolean;
	/** What stands behind the flag in the help: `URL`, `FILE`, `N`. */
	readonly value?: string;
	/** Environment variable that is read when the flag is not given, where it is not `LEADERTOP_` and the flag's name. */
	readonly variable?: string;
	readonly help: string;
	/** The flag without which this one means nothing: a setting is passed over then. */
	readonly needs?: string;
	/** The value may be the name of a context of the `nats` CLI. */
	readonly isContext?: boolean;
	/** Under which title the help lists it; `Flags` unless given. */
	readonly group?: FlagGroup;
};

/** In the order of the help. */
export const flagGroups = ['Flags', 'Watching', 'Acting', 'Connection', 'TLS', 'Help'] as const;

type FlagGroup = (typeof flagGroups)[number];

export type FlagTable = Readonly<Record<string, FlagSpec>>;

/** The same flags under a title of the help. */
export function inGroup(group: FlagGroup, flags: FlagTable): FlagTable {
	return Object.fromEntries(Object.entries(flags).map(([name, spec]) => [name, {...spec, group}]));
}

export type FlagValue = string | number | boolean | readonly string[] | undefined;

/** With the descriptor that its owner writes to when the process ends. */
export type OutputStream = NodeJS.WriteStream & {readonly fd: number};

/** Everything a command gets from outside. */
export type CommandContext = {
	/** What stood behind the command's name. */
	readonly input: readonly string[];
	readonly flags: Readonly<Record<string, FlagValue>>;
	readonly env: Readonly<Record<string, string | undefined>>;
	/** All commands, for what speaks of them. */
	readonly commands: readonly Command[];
	readonly stdin: NodeJS.ReadStream;
	readonly stdout: OutputStream;
	readonly stderr: OutputStream;
	/** Ends the process at once: for the owner of the terminal, who must be sure to be the last. */
	readonly exit: (code: number) => void;
};

/** One command of leadertop. Its parts are loaded when it runs. */
export type Command = {
	readonly name: string;
	/** Names of what it takes behind its own name, such as `FILE`; the ones in brackets may be left out, `[WORD...]` may be many. */
	readonly arguments: readonly string[];
	readonly summary: string;
	readonly flags: FlagTable;
	/** Exit code for a command line that cannot be used, where it is not the usual one. */
	readonly usageCode?: number;
	/** Resolves with the exit code. */
	readonly run: (context: CommandContext) => Promise<number>;
};

/** Exit codes that all commands share. */
export const exitCode = {ok: 0, notReached: 1, usage: 2, unseen: 3} as const;
