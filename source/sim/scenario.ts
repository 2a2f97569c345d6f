import type {Random} from './random.ts';
import type {Sim} from './sim.ts';
import type {SimWorld} from './sim-world.ts';

/** How a simulated cluster came to be as it is, and what goes on in it. */
export type Scenario = {
	/** How many servers it has unless told otherwise. */
	readonly servers: number;
	readonly version: string;
	/** The replica set of the next group. */
	readonly peersOfNext: (plot: Plot) => readonly string[];
	/** Who of these peers leads the next group. */
	readonly leaderOfNext: (plot: Plot, peers: readonly string[]) => string;
	/** What happened to the servers before the watch begins. */
	readonly past?: (world: SimWorld, now: number) => void;
	/** What happens to them from then on. */
	readonly play?: (sim: Sim) => void;
};

/** What is known while the groups of a world are laid out. */
export type Plot = {
	readonly servers: readonly string[];
	/** Groups that each server leads so far, those with one replica left out. */
	readonly leaders: ReadonlyMap<string, number>;
	readonly random: Random;
};
