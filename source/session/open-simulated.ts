import type {Cluster} from '../cluster.ts';
import {UsageError} from './usage-error.ts';
import {systemClock} from '../time/clock.ts';

type SimulationSize = {
	readonly servers: number | undefined;
	readonly streams: number | undefined;
	readonly consumersPerStream: number | undefined;
};

/**
 * A cluster that exists only in this process.
 * @throws UsageError for a scenario that is not there
 */
export async function openSimulated(
	{
		scenario = 'restart',
		seed = 1,
	}: {readonly scenario: string | undefined; readonly seed: number | undefined},
	size: SimulationSize,
): Promise<Cluster> {
	const [{simulateCluster}, {scenarios}] = await Promise.all([
		import('../sim/simulate-cluster.ts'),
		import('../sim/scenarios.ts'),
	]);
	if (!isScenario(scenario)) {
		throw new UsageError(`--scenario takes one of ${Object.keys(scenarios).join(', ')}`);
	}

	function isScenario(name: string): name is keyof typeof scenarios {
		return Object.hasOwn(scenarios, name);
	}

	return simulateCluster({...size, scenario, seed, scheduler: systemClock});
}
