import type {Cluster, StepDownAnswer, StepDownRequest} from '../../source/cluster.ts';
import type {ClusterEvent} from '../../source/domain/cluster-event.ts';
import type {Move} from '../../source/domain/move.ts';
import type {RaftGroup} from '../../source/domain/raft-group.ts';
import type {Server} from '../../source/domain/server.ts';
import type {AuditEntry} from '../../source/executor/audit.ts';
import type {Run, RunEvent, RunOptions, RunSummary} from '../../source/executor/run.ts';
import {runMoves} from '../../source/executor/run-moves.ts';
import type {Store} from '../../source/state/store.ts';
import {elected} from '../support/events.ts';
import {manualScheduler, type ManualScheduler} from '../support/manual-scheduler.ts';
import {storeOf} from '../support/store-of.ts';

/** A cluster on which nothing happens but what the test lets happen, in the order that the test wants. */
export type Stage = {
	readonly cluster: Cluster;
	readonly store: Store;
	readonly clock: ManualScheduler;
	/** Step-downs that were asked for, in their order. */
	readonly asked: readonly StepDownRequest[];
	readonly refreshes: () => number;
	/** Lets the cluster tell something. */
	readonly tell: (event: ClusterEvent) => Promise<void>;
	/** Answers the step-down of a stream that waits for it. */
	readonly answer: (stream: string, answer?: StepDownAnswer) => Promise<void>;
	readonly elect: (stream: string, leader: string) => Promise<void>;
	/** From now on elects who is wanted (else the first follower) and then accepts, so many ms after the request. */
	readonly obey: (latencyMs: number | ((request: StepDownRequest) => number)) => void;
	/** Hears of everything from now on. */
	readonly watch: (listener: (event: ClusterEvent) => void) => void;
	/** Runs moves; what it tells and what it records is kept. */
	readonly run: (options: Partial<RunOptions> & Pick<RunOptions, 'moves'>) => StagedRun;
	/** The move of the stream to a server. */
	readonly move: (stream: string, to?: string) => Move;
	readonly group: (stream: string) => RaftGroup;
};

export type StagedRun = Run & {
	readonly events: readonly RunEvent[];
	readonly audit: readonly AuditEntry[];
	/** The summary, once it is there. */
	readonly summary: () => RunSummary | undefined;
};

export function stageOf(
	servers: readonly (string | Server)[],
	groups: readonly RaftGroup[],
	overrides: Partial<Cluster> = {},
): Stage {
	const clock = manualScheduler();
	const store = storeOf(servers, groups);
	const listeners = new Set<(event: ClusterEvent) => void>();
	const asked: StepDownRequest[] = [];
	const answers = new Map<string, (answer: StepDownAnswer) => void>();
	let refreshes = 0;
	let latency: ((request: StepDownRequest) => number) | undefined;

	const cluster: Cluster = {
		origin: {type: 'simulated', label: 'stage'},
		watch(listener) {
			listeners.add(listener);
			return () => {
				listeners.delete(listener);
			};
		},
		async refresh() {
			refreshes++;
		},
		setIntervalMs() {},
		permission: () => ({type: 'allowed'}),
		metaPermission: () => ({type: 'allowed'}),
		async stepDown(request) {
			asked.push(request);
			if (latency) {
				clock.after(latency(request), () => {
					const {stream, consumer} = request.group;
					if (!request.signal?.aborted) {
						emit(elected(group(stream, consumer), request.preferred ?? firstFollower(stream)));
					}

					answers.get(stream)?.({type: 'accepted'});
				});
			}

			return new Promise(resolve => {
				answers.set(request.group.stream, resolve);
				request.signal?.addEventListener('abort', () => {
					resolve({type: 'no-answer', reason: 'called off'});
				});
			});
		},
		stepDownMetaLeader: async () => ({type: 'accepted'}),
		cost: () => ({requests: 0, bytesReceived: 0}),
		close: async () => {},
		...overrides,
	};

	function emit(event: ClusterEvent): void {
		for (const listener of listeners) {
			listener({...event, at: clock.now()});
		}
	}

	function group(stream: string, consumer?: string): RaftGroup {
		const found = [...store.view.groups.values(), ...groups].find(
			known => known.stream === stream && known.consumer === consumer,
		);
		if (!found) {
			throw new Error(`no group ${stream}`);
		}

		return found;
	}

	function firstFollower(stream: string): string {
		return group(stream).followers[0]?.server ?? '?';
	}

	return {
		cluster,
		store,
		clock,
		asked,
		refreshes: () => refreshes,
		async tell(event) {
			emit(event);
			await everythingDone();
		},
		async answer(stream, answer = {type: 'accepted'}) {
			answers.get(stream)?.(answer);
			await everythingDone();
		},
		async elect(stream, leader) {
			emit(elected(group(stream), leader));
			await everythingDone();
		},
		obey(latencyMs) {
			latency = typeof latencyMs === 'number' ? () => latencyMs : latencyMs;
		},
		watch(listener) {
			listeners.add(listener);
		},
		run(options) {
			const events: RunEvent[] = [];
			const audit: AuditEntry[] = [];
			let summary: RunSummary | undefined;
			const run = runMoves({
				cluster,
				picture: () => store.view,
				audit: {
					async record(entry) {
						audit.push(entry);
					},
				},
				clock,
				runId: 'run-1',
				listener(event) {
					events.push(event);
					if (event.type === 'run-started') {
						// The store hears of everything after the run does: the harder order.
						listeners.add(store.apply);
					}
				},
				...options,
			});
			const done = run.done.then(result => {
				summary = result;
				return result;
			});
			return {...run, done, events, audit, summary: () => summary};
		},
		group,
		move(stream, to) {
			const {key, leader} = group(stream);
			return {group: key, from: leader ?? '?', to};
		},
	};
}

/** The moves of all groups that one server leads to another one. */
export function movesFrom({store}: Pick<Stage, 'store'>, from: string, to: string): Move[] {
	return [...store.view.groups.values()]
		.filter(({leader}) => leader === from)
		.map(({key}) => ({group: key, from, to}));
}

/** All promises that can go on without time have gone on. */
export async function everythingDone(): Promise<void> {
	await new Promise(resolve => {
		setImmediate(resolve);
	});
}
