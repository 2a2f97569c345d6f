import type {Cluster} from '../cluster.ts';
import type {Move, MoveOutcome, Undo} from '../domain/move.ts';
import {paces, type PlanRequest} from '../domain/plan/offer.ts';
import type {Work} from '../domain/work.ts';
import type {AuditSink} from '../executor/audit.ts';
import type {ClaimCluster, RunEvent, RunSummary, Run} from '../executor/run.ts';
import {refusalReasons} from '../executor/refusals.ts';
import {runBalance, runDrain} from '../executor/goals.ts';
import {runMoves} from '../executor/run-moves.ts';
import {stepDownMetaLeader} from '../executor/step-down-meta-leader.ts';
import type {ClusterView} from '../state/cluster-view.ts';
import {withDeadline} from '../time/abort.ts';
import {claimOf} from './claim-of.ts';
import {messageOf} from './errors.ts';
import {lockedStepDowns} from './permitted-scope.ts';
import type {Planning} from './planning.ts';
import {createWorkLog, type ActEnd} from './work-log.ts';

/** Carries out what was confirmed on the screen, one act after the other. */
type Acting = {
	/** Several moves are a run: it is refused while another process runs moves there. */
	readonly stepDown: (moves: readonly Move[]) => void;
	/** Refused while another process runs moves there, and on an incomplete view unless forced. */
	readonly undo: (undo: Undo) => void;
	/** @param to the next leader; undefined leaves it to the servers */
	readonly stepDownMeta: (clusterName: string, to: string | undefined) => void;
	/** Carries out what somebody else conducts, which is shown as running until it has ended. */
	readonly conduct: (title: string, act: Conducted) => void;
	/** Plans, runs the plan, and plans again until its goal is reached. */
	readonly runPlan: (request: PlanRequest) => void;
	/** Sends nothing more; what is in flight is still verified. */
	readonly stop: (why: string) => void;
	/** Resolves when nothing is under way any more. */
	readonly idle: () => Promise<void>;
	/** What runs, or ran last. */
	readonly work: () => Work | undefined;
	/** What the last run moved; empty before the first. */
	readonly lastRun: () => readonly MoveOutcome[];
	/** All acts, in the order in which they ended. */
	readonly log: () => readonly ActEnd[];
};

type ActingParts = {
	readonly cluster: Cluster;
	readonly view: ClusterView;
	readonly planning: Pick<Planning, 'offer' | 'scopeOf' | 'drained' | 'keepEmpty' | 'undrain'>;
	/** Opens the audit trail when the first act needs it. */
	readonly openAudit: () => Promise<AuditSink>;
	readonly onChange: () => void;
};

/**
 * Several runs, or more than runs. Resolves with how it ended, in words.
 * @param signal aborts when it is stopped
 * @param follow shows an event of a run; its end is shown when all has ended
 */
export type Conducted = (
	audit: AuditSink,
	signal: AbortSignal,
	follow: (event: RunEvent) => void,
) => Promise<string>;

/** @param signal aborts when the act is stopped before its run has begun */
type Act = (audit: AuditSink, signal: AbortSignal) => Promise<void>;

/** How long a group is given to elect a leader. */
const electionTimeoutMs = 5000;

/** A silent server does not keep the next act waiting. */
const refreshMs = 5000;

export function createActing({cluster, view, planning, openAudit, onChange}: ActingParts): Acting {
	const shown = createWorkLog(onChange);
	let run: Pick<Run, 'stop'> | undefined;
	let lastRun: readonly MoveOutcome[] = [];
	let queue = Promise.resolve();
	let stops = 0;

	/** Runs after what runs now, unless that is stopped. Whatever goes wrong is shown. */
	function enqueue(title: string, act: Act, drain?: string): void {
		const earlier = queue;
		const stopsThen = stops;
		queue = (async () => {
			await earlier;
			if (stopsThen === stops) {
				await perform(title, act, drain);
			}
		})();
	}

	async function perform(title: string, act: Act, drain: string | undefined): Promise<void> {
		shown.begin(title, drain);
		const stopped = new AbortController();
		// What is shown as running can be stopped, also while it is not yet a run.
		run = {
			stop(why) {
				stopped.abort(why);
				shown.stopping();
			},
		};
		try {
			const audit = await openAudit();
			if (stopped.signal.aborted) {
				shown.conclude(`not begun: ${String(stopped.signal.reason)}`);
			} else {
				await act(audit, stopped.signal);
			}
		} catch (error) {
			shown.conclude(`not done: ${messageOf(error)}`);
		} finally {
			run = undefined;
		}
	}

	/**
	 * Waits for the end of a run, which can be stopped until then.
	 * @param stopped aborted when the act was stopped while it was being planned
	 * @param moved what other runs of the same act have moved
	 */
	async function finish(
		running: Pick<Run, 'stop' | 'done'>,
		stopped: AbortSignal,
		moved: MoveOutcome[] = [],
	): Promise<RunSummary> {
		run = running;
		if (stopped.aborted) {
			running.stop(String(stopped.reason));
		}

		const summary = await running.done;
		if (summary.stepDowns > 0) {
			moved.push(...summary.moves);
			lastRun = moved;
		}

		// After an election a former leader counts as behind until a fresh inventory says otherwise.
		await withDeadline(refreshMs, undefined, cluster.refresh);
		return summary;
	}

	const clusterOf = ({group}: Move) => view.groups.get(group)?.cluster;

	/** Runs the moves of each cluster on their own. */
	function runList(
		all: readonly Move[],
		titleOf: (groups: string) => string,
		claimFor: (clusterName: string, count: number) => ClaimCluster | undefined,
		undrain: readonly string[] = [],
	): void {
		const moved: MoveOutcome[] = [];
		// A group that is gone meanwhile has no cluster: its move is void.
		for (const clusterName of new Set(all.map(clusterOf))) {
			const moves = all.filter(move => clusterOf(move) === clusterName);
			const groups = moves.length === 1 ? '1 group' : `${moves.length} groups`;
			enqueue(titleOf(groups), async (audit, stopped) => {
				const kept = undrain.filter(server => planning.drained.has(server));
				kept.forEach(planning.undrain);
				const running = runMoves({
					cluster,
					picture: () => view,
					moves: {type: 'list', moves},
					clusterName,
					audit,
					limits: {electionTimeoutMs},
					claim: clusterName === undefined ? undefined : claimFor(clusterName, moves.length),
					listener: shown.follow,
				});
				const {outcome} = await finish(running, stopped, moved);
				if (outcome === 'refused') {
					kept.forEach(planning.keepEmpty);
				}
			});
		}
	}

	async function runRequest(request: PlanRequest, audit: AuditSink, stopped: AbortSignal) {
		const {drain} = request;
		const answer = planning.offer(request);
		const scope = planning.scopeOf(request);
		const goal = {
			cluster,
			picture: () => view,
			plan: scope.permitted,
			...(answer.type === 'ready' && {confirmed: answer.offer.plan}),
			audit,
			limits: paces[request.pace],
			force: request.force,
			claim: claimOf(cluster, request.cluster, 'run'),
			listener: shown.follow,
		};
		if (drain !== undefined) {
			await keepingEmpty(drain, async () =>
				finish(await runDrain({...goal, server: drain}), stopped),
			);
			return;
		}

		const {outcome} = await finish(await runBalance(goal), stopped);
		const locked = outcome === 'balanced' ? await lockedStepDowns(view, scope) : undefined;
		if (locked !== undefined) {
			shown.conclude(locked);
		}
	}

	/** No plan gives the server leaders from the drain's first step-down on, unless nothing comes of the drain. */
	async function keepingEmpty(server: string, drain: () => Promise<RunSummary>): Promise<void> {
		let isBegun = planning.drained.has(server);
		planning.keepEmpty(server);
		try {
			const {outcome, stepDowns} = await drain();
			isBegun ||= stepDowns > 0 || (outcome !== 'refused' && outcome !== 'aborted');
		} finally {
			if (!isBegun) {
				planning.undrain(server);
			}
		}
	}

	async function moveMetaLeader(
		clusterName: string,
		to: string | undefined,
		audit: AuditSink,
	): Promise<void> {
		const from = view.clusters.get(clusterName)?.metaGroupLeader;
		if (from === undefined) {
			throw new Error(`the meta leader of ${clusterName} is not known`);
		}

		const domain = view.servers.get(from)?.domain;
		const end = await stepDownMetaLeader({
			cluster,
			clusterName,
			domain,
			from,
			preferred: to,
			audit,
			electionTimeoutMs,
		});
		const wanted = end.result === 'elsewhere' ? `, wanted ${to}` : '';
		const text =
			end.elected === undefined
				? `meta leader ${from}: ${end.reason ?? end.result}`
				: `meta leader ${from} → ${end.elected}, ${Math.round(end.electionMs ?? 0)} ms${wanted}`;
		shown.note({type: 'meta', text});
		shown.conclude(text, end.result);
	}

	return {
		stepDown(moves) {
			runList(
				moves,
				groups => `step down ${groups}`,
				// One group is the operator's own hand: the question has said who else is at work.
				(name, count) => (count > 1 ? claimOf(cluster, name, 'run') : undefined),
			);
		},
		undo({moves, undrain, force}) {
			const claimFor = (name: string): ClaimCluster | undefined => {
				const reasons = force ? [] : refusalReasons(view, name).map(({line}) => line);
				return reasons.length > 0
					? async () => ({type: 'refused', reason: reasons.join('; ')})
					: claimOf(cluster, name, 'run');
			};
			runList(moves, groups => `move ${groups} back`, claimFor, undrain);
		},
		stepDownMeta(clusterName, to) {
			enqueue(`step down the meta leader of ${clusterName}`, async audit =>
				moveMetaLeader(clusterName, to, audit),
			);
		},
		conduct(title, act) {
			enqueue(title, async (audit, stop) => {
				const end = await act(audit, stop, event => {
					if (event.type === 'run-started') {
						shown.begin(title);
					}

					shown.follow(event);
				});
				shown.conclude(end);
			});
		},
		runPlan(request) {
			const {cluster: name, drain} = request;
			enqueue(
				drain === undefined ? `balance ${name}` : `drain ${drain}`,
				async (audit, stopped) => runRequest(request, audit, stopped),
				drain,
			);
		},
		stop(why) {
			stops++;
			run?.stop(why);
		},
		idle: async () => queue,
		work: shown.now,
		lastRun: () => lastRun,
		log: shown.log,
	};
}
