export type NagiosLine = {
	readonly status: string;
	readonly text: string;
	readonly figures: ReadonlyMap<string, readonly string[]>;
};

/**
 * Reads a line of a monitoring plugin as strictly as the guidelines of the plugins write it: one bar, labels in single
 * quotes, value and limits in numbers and ranges.
 * @throws Error for anything else
 */
export function parseNagios(output: string): NagiosLine {
	const match = /^LEADERTOP (OK|WARNING|CRITICAL|UNKNOWN) - ([^|\n]+?)(?: \| ([^|\n]+))?\n$/.exec(
		output,
	);
	if (!match) {
		throw new Error(`not a line of a plugin: ${JSON.stringify(output)}`);
	}

	const [, status = '', text = '', data = ''] = match;
	const figures = new Map<string, string[]>();
	let rest = data;
	while (rest !== '') {
		const figure =
			/^'([^'="]+)'=(-?\d+(?:\.\d+)?)(?:;([^; ]*))?(?:;([^; ]*))?(?:;([^; ]*))?(?: |$)/.exec(rest);
		if (!figure) {
			throw new Error(`not a figure: ${rest}`);
		}

		const [whole, label = '', value = '', ...limits] = figure;
		const [warn = '', crit = '', min = ''] = limits;
		for (const range of [warn, crit]) {
			if (!/^@?(?:(?:~|-?\d+(?:\.\d+)?):)?(?:-?\d+(?:\.\d+)?)?$/.test(range)) {
				throw new Error(`not a range: ${range}`);
			}
		}

		if (figures.has(label)) {
			throw new Error(`told twice: ${label}`);
		}

		figures.set(label, [value, warn, crit, min]);
		rest = rest.slice(whole.length);
	}

	return {status, text, figures};
}
