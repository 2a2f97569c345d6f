import type {ClusterEvent} from '../domain/cluster-event.ts';
import type {Random} from './random.ts';
import type {Scheduler} from './scheduler.ts';
import type {SimWorld} from './sim-world.ts';

/** What everything that happens in a simulation happens to, and with. */
export type Sim = {
	readonly world: SimWorld;
	readonly random: Random;
	readonly scheduler: Scheduler;
	/** Tells everybody who watches. */
	readonly emit: (event: ClusterEvent) => void;
};
