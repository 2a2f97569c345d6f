import type {StepDownAnswer, StepDownRequest} from '../../source/cluster.ts';
import type {ClusterEvent, LeaderElected} from '../../source/domain/cluster-event.ts';
import type {GroupIdentity, ReportedGroup} from '../../source/domain/raft-group.ts';
import {simulateCluster, type SimulatedCluster} from '../../source/sim/simulate-cluster.ts';
import type {SimOptions} from '../../source/sim/build-world.ts';
import {createStore, type Store} from '../../source/state/store.ts';
import {manualScheduler, type ManualScheduler} from '../support/manual-scheduler.ts';

/** A simulated cluster under a clock of its own, with a store that watches it. */
export type Simulation = {
	readonly cluster: SimulatedCluster;
	readonly scheduler: ManualScheduler;
	readonly store: Store;
	/** Everything told so far. */
	readonly events: readonly ClusterEvent[];
	readonly elections: () => readonly LeaderElected[];
	/** Asks for a step-down and lets two seconds pass. */
	readonly stepDown: (
		group: GroupIdentity,
		preferred?: string,
		request?: Partial<StepDownRequest>,
	) => Promise<StepDownAnswer>;
	/** Some group that is so. */
	readonly find: (isWanted: (group: ReportedGroup) => boolean) => ReportedGroup;
};

export function simulation(options: Partial<SimOptions> = {}): Simulation {
	const scheduler = manualScheduler();
	const cluster = simulateCluster({scenario: 'even', seed: 1, scheduler, ...options});
	const store = createStore();
	const events: ClusterEvent[] = [];
	cluster.watch(event => {
		events.push(event);
		store.apply(event);
	});
	scheduler.advance(100);

	return {
		cluster,
		scheduler,
		store,
		events,
		elections: () => events.filter(event => event.type === 'leader-elected'),
		async stepDown(group, preferred, request = {}) {
			const answer = cluster.stepDown({group, preferred, timeoutMs: 5000, ...request});
			await scheduler.advanceAsync(2000);
			return answer;
		},
		find(isWanted) {
			const found = cluster.truth().find(isWanted);
			if (!found) {
				throw new Error('No such group in the simulation');
			}

			return found;
		},
	};
}

export const isReplicated = ({replicas}: ReportedGroup): boolean => replicas > 1;
