import type {Part, Suite} from './suite.ts';

export type ChosenSuite = {
	readonly name: string;
	readonly title: string;
	readonly parts: readonly Part[];
};

/**
 * The suites with these names, all without names; `latency:small` chooses what `latency` does on that stage.
 * @throws RangeError for a name that is not there
 */
export function chooseParts(
	suites: ReadonlyMap<string, Suite>,
	names: readonly string[],
): ChosenSuite[] {
	const wanted = names.map(name => {
		const [suite = '', stage] = name.split(':');
		if (!suites.get(suite)?.parts.some(part => stage === undefined || part.stage === stage)) {
			throw new RangeError(
				`no benchmark is called ${name}; there are ${[...suites.keys()].join(', ')}`,
			);
		}

		return {suite, stage};
	});
	return [...suites]
		.map(([name, {title, parts}]) => ({
			name,
			title,
			parts: parts.filter(
				part =>
					wanted.length === 0 ||
					wanted.some(({suite, stage = part.stage}) => suite === name && stage === part.stage),
			),
		}))
		.filter(({parts}) => parts.length > 0);
}
