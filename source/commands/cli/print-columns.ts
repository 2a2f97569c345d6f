import type {CommandContext, OutputStream} from './command.ts';

/** Columns for what is printed: those of the terminal; elsewhere those that `COLUMNS` asks for, or else 80. */
export function printColumns(
	stream: Pick<OutputStream, 'isTTY' | 'columns'>,
	env: CommandContext['env'],
): number {
	const asked = Number(env['COLUMNS']);
	return (
		(stream.isTTY && stream.columns) || (Number.isSafeInteger(asked) && asked > 0 ? asked : 80)
	);
}
