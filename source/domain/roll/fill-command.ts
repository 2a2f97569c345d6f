/** What the operator's command may say of the server, in braces. */
export type CommandNames = {
	readonly server: string;
	readonly id: string;
	/** Undefined where the server listens on all addresses and names none. */
	readonly host: string | undefined;
	readonly cluster: string;
};

export type FilledCommand =
	| {readonly type: 'filled'; readonly command: string}
	| {readonly type: 'refused'; readonly reason: string};

/**
 * Letters, digits and signs that no shell acts on, however often it reads them: inside quotes, and behind `ssh`, where
 * another shell reads what this one has read already. A first dash would be an option.
 */
const plain = /^[A-Za-z0-9_:][\w.:-]*$/;

/**
 * The command for a server: `{server}`, `{id}`, `{host}` and `{cluster}` become its names. Names come from the network:
 * one that a shell could act on is refused, as no quoting holds in every place of a command.
 */
export function fillCommand(template: string, names: CommandNames): FilledCommand {
	let refusal: string | undefined;
	const command = template.replaceAll(/\{(server|id|host|cluster)\}/g, (whole, key: string) => {
		const value = valueOf(names, key);
		if (value === undefined) {
			refusal ??= `${names.server} listens on all addresses, so ${whole} is not known: use {server}`;
		} else if (!plain.test(value)) {
			refusal ??= `the name for ${whole} has characters that a shell could act on: use "$${variableOf(key)}" instead`;
		}

		return value ?? whole;
	});
	return refusal === undefined ? {type: 'filled', command} : {type: 'refused', reason: refusal};
}

/** The same names as variables of the environment, as they are. */
export function commandVariables(names: CommandNames): Readonly<Record<string, string>> {
	return Object.fromEntries(
		(['server', 'id', 'host', 'cluster'] as const).map(key => [
			variableOf(key),
			(names[key] ?? '').replaceAll('\0', ''),
		]),
	);
}

function valueOf(names: CommandNames, key: string): string | undefined {
	return key === 'server'
		? names.server
		: key === 'id'
			? names.id
			: key === 'host'
				? names.host
				: names.cluster;
}

function variableOf(key: string): string {
	return `LEADERTOP_${key.toUpperCase()}`;
}
