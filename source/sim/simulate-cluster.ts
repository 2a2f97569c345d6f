import type {Cluster, Permission, StepDownAnswer, StepDownRequest} from '../cluster.ts';
import type {ClusterEvent} from '../domain/cluster-event.ts';
import type {ReportedGroup} from '../domain/raft-group.ts';
import {buildWorld, type SimOptions} from './build-world.ts';
import {createObserver} from './observer.ts';
import {seededRandom} from './random.ts';
import {describeGroup} from './reports.ts';
import {scenarios} from './scenarios.ts';
import {stoppable} from './scheduler.ts';
import {restartServer} from './server-life.ts';
import type {Sim} from './sim-world.ts';
import {answerMetaStepDown, answerStepDown, type TimedAnswer} from './step-downs.ts';

/** A cluster that exists only in this process. */
export type SimulatedCluster = Cluster & {
	/** All groups as they really are now, whatever events have reported. */
	readonly truth: () => ReportedGroup[];
	/** Stops a server in good order, and starts it again a few seconds later. */
	readonly restart: (server: string) => void;
};

/** Simulates a cluster in one of the scenarios; it starts with the first listener. */
export function simulateCluster(options: SimOptions): SimulatedCluster {
	const {scenario, seed, lockedAccounts = [], intervalMs = 1000} = options;
	const scheduler = stoppable(options.scheduler);
	const random = seededRandom(seed);
	const listeners = new Set<(event: ClusterEvent) => void>();
	const sim: Sim = {
		world: buildWorld(options, random, scheduler.now()),
		random,
		scheduler,
		emit(event) {
			for (const listener of listeners) {
				listener(event);
			}
		},
	};
	const observer = createObserver(sim, intervalMs);
	const waits = openWaits();
	let begun = false;

	function begin(): void {
		begun = true;
		observer.start();
		scheduler.after(0, () => {
			reportConnection(sim);
		});
		scenarios[scenario].play?.(sim);
	}

	function permission({accountId}: {readonly accountId: string}): Permission {
		return lockedAccounts.includes(accountId)
			? {type: 'locked', missing: `a connection for account ${accountId}: --act-as ${accountId}=…`}
			: {type: 'allowed'};
	}

	async function send(
		{timeoutMs, signal}: Pick<StepDownRequest, 'timeoutMs' | 'signal'>,
		take: () => TimedAnswer,
	): Promise<StepDownAnswer> {
		let inTime: StepDownAnswer = {type: 'no-answer', reason: `no answer within ${timeoutMs} ms`};
		const answered = await waits.until(done => {
			const {answer, afterMs} = take();
			inTime = afterMs <= timeoutMs ? answer : inTime;
			scheduler.after(Math.min(afterMs, timeoutMs), done);
		}, signal);
		return answered ? inTime : {type: 'no-answer', reason: 'called off'};
	}

	return {
		origin: {type: 'simulated', label: scenario},
		watch(listener) {
			listeners.add(listener);
			if (!begun) {
				begin();
			}

			return () => {
				listeners.delete(listener);
			};
		},
		async refresh(signal) {
			await waits.until(observer.refresh, signal);
		},
		setIntervalMs: observer.setIntervalMs,
		permission,
		accountAccess(accountId) {
			const allowed = permission({accountId});
			return allowed.type === 'allowed'
				? {state: 'ready', detail: undefined}
				: {state: 'no-credentials', detail: allowed.missing};
		},
		metaPermission: () => ({type: 'allowed'}),
		async stepDown(request) {
			const allowed = permission(request.group);
			if (allowed.type === 'locked') {
				return {type: 'refused', code: undefined, reason: `it lacks ${allowed.missing}`};
			}

			return send(request, () => {
				const {group} = request;
				const at = scheduler.now();
				sim.emit({type: 'step-down-requested', at, group, by: 'us', who: undefined});
				return answerStepDown(sim, request);
			});
		},
		stepDownMetaLeader: async request => send(request, () => answerMetaStepDown(sim, request)),
		cost: observer.cost,
		async close() {
			waits.close();
			scheduler.stop();
			listeners.clear();
		},
		restart(server) {
			restartServer(sim, server);
		},
		truth: () =>
			Array.from(sim.world.groups.values(), group =>
				describeGroup(sim.world, group, scheduler.now()),
			),
	};
}

/** Reports the connection and the leader of the meta group. */
function reportConnection({world, scheduler, emit}: Sim): void {
	const at = scheduler.now();
	emit({type: 'connection-changed', at, state: 'connected', detail: undefined});
	const leader = world.metaLeader;
	const cluster = world.servers.get(leader ?? '')?.cluster;
	if (cluster !== undefined) {
		emit({type: 'meta-leader-changed', at, cluster, domain: undefined, leader});
	}
}

/** Waits that `close` ends. Not one AbortSignal for all: with more than ten listeners Node prints a warning. */
function openWaits() {
	const interrupts = new Set<() => void>();
	let closed = false;
	return {
		/** Resolves to true once `begin` calls back, or to false when the signal is aborted or the waits are closed. */
		async until(begin: (done: () => void) => void, signal?: AbortSignal): Promise<boolean> {
			return new Promise(resolve => {
				const interrupt = () => {
					end(false);
				};
				const end = (done: boolean) => {
					interrupts.delete(interrupt);
					signal?.removeEventListener('abort', interrupt);
					resolve(done);
				};
				if (closed || signal?.aborted) {
					resolve(false);
					return;
				}

				interrupts.add(interrupt);
				signal?.addEventListener('abort', interrupt);
				begin(() => {
					end(true);
				});
			});
		},
		close() {
			closed = true;
			for (const interrupt of interrupts) {
				interrupt();
			}
		},
	};
}
