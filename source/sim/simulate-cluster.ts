import type {Cluster, Permission, StepDownAnswer, StepDownRequest} from '../cluster.ts';
import type {ClusterEvent} from '../domain/cluster-event.ts';
import type {ReportedGroup} from '../domain/raft-group.ts';
import {answerMetaStepDown} from './answer-meta-step-down.ts';
import {answerStepDown, type TimedAnswer} from './answer-step-down.ts';
import {describeGroup} from './describe-group.ts';
import {foundWorld} from './found-world.ts';
import {createObserver} from './observer.ts';
import {openWaits} from './open-waits.ts';
import {seededRandom} from './random.ts';
import {scenarios} from './scenarios.ts';
import {stoppable} from './scheduler.ts';
import type {SimOptions} from './sim-options.ts';
import type {Sim} from './sim.ts';

/** A cluster that exists only in this process, and that one can look behind. */
export type SimulatedCluster = Cluster & {
	/** All groups as they really are now, whatever has been told of them. */
	readonly truth: () => ReportedGroup[];
};

/** Simulates a cluster in one of the scenarios; it comes to life with the first listener. */
export function simulateCluster(options: SimOptions): SimulatedCluster {
	const {scenario, seed, lockedAccounts = [], intervalMs = 1000} = options;
	const scheduler = stoppable(options.scheduler);
	const random = seededRandom(seed);
	const listeners = new Set<(event: ClusterEvent) => void>();
	const sim: Sim = {
		world: foundWorld(options, random, scheduler.now()),
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
			greet(sim);
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
			await waits.until(observer.lookAtAll, signal);
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
		truth: () =>
			Array.from(sim.world.groups.values(), group =>
				describeGroup(sim.world, group, scheduler.now()),
			),
	};
}

/** The connection stands, and somebody leads the meta group. */
function greet({world, scheduler, emit}: Sim): void {
	const at = scheduler.now();
	emit({type: 'connection-changed', at, state: 'connected', detail: undefined});
	const leader = world.metaLeader;
	const cluster = world.servers.get(leader ?? '')?.cluster;
	if (cluster !== undefined) {
		emit({type: 'meta-leader-changed', at, cluster, domain: undefined, leader});
	}
}
