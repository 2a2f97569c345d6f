import type {Cluster} from '../../cluster.ts';
import type {CommandContext, FlagTable} from '../cli/command.ts';
import {numberFlag, textFlag} from '../cli/flag-values.ts';
import {UsageError} from '../cli/usage-error.ts';
import {wallScheduler} from './wall-scheduler.ts';

export const simulationFlags: FlagTable = {
	scenario: {
		type: 'string',
		value: 'NAME',
		help: 'with --simulated: restart (when not given), rolling-upgrade, scale-out, constrained, one-down or even',
	},
	seed: {type: 'number', value: 'N', help: 'with --simulated: the same number, the same cluster'},
};

export type SimulationSize = {
	readonly servers: number | undefined;
	readonly streams: number | undefined;
	readonly consumersPerStream: number | undefined;
};

/**
 * A cluster that exists only in this process.
 * @throws UsageError for a scenario that is not there
 */
export async function openSimulated(
	flags: CommandContext['flags'],
	size: SimulationSize,
): Promise<Cluster> {
	const [{simulateCluster}, {scenarios}] = await Promise.all([
		import('../../sim/simulate-cluster.ts'),
		import('../../sim/scenarios.ts'),
	]);
	const wanted = textFlag(flags, 'scenario') ?? 'restart';
	if (!isScenario(wanted)) {
		throw new UsageError(`--scenario takes one of ${Object.keys(scenarios).join(', ')}`);
	}

	function isScenario(name: string): name is keyof typeof scenarios {
		return Object.hasOwn(scenarios, name);
	}

	return simulateCluster({
		...size,
		scenario: wanted,
		seed: numberFlag(flags, 'seed', {min: 0, max: 2 ** 32 - 1, whole: true}) ?? 1,
		scheduler: wallScheduler,
	});
}
