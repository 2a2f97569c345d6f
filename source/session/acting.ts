import type {Cluster} from '../cluster.ts';
import type {MoveOutcome} from '../domain/move.ts';
import type {AuditSink} from '../executor/audit.ts';
import {runBalance, runDrain} from '../executor/goals.ts';
import type {Run, RunSummary} from '../executor/run.ts';
import {stepDownMetaLeader} from '../executor/step-down-meta-leader.ts';
import type {ClusterView} from '../state/cluster-view.ts';
import {paces, type PlanRequest} from '../domain/plan/plan-request.ts';
import type {Work} from '../domain/work.ts';
import {withDeadline} from '../time/abort.ts';
import {messageOf} from './message-of.ts';
import {beyondReach} from './locked-step-downs.ts';
import {claimOf} from './claim-of.ts';
import {createListActs, electionTimeoutMs, type Act, type ListActs} from './list-acts.ts';
import type {Planning} from './planning.ts';
import {createShownWork, type ActEnd} from './work-log.ts';

/** Carries out what was confirmed on the screen, one piece of work after the other. */
export type Acting = ListActs & {
	/** What runs, or ran last. */
	readonly work: () => Work | undefined;
	readonly stepDownMeta: (clusterName: string) => void;
	/** Plans, runs the plan, and plans again until its goal is reached. */
	readonly runPlan: (wish: PlanRequest) => void;
	/** Sends nothing more; what is in flight is still verified. */
	readonly stop: (why: string) => void;
	/** What the last run did; empty before the first. */
	readonly lastRun: () => readonly MoveOutcome[];
	/** Resolves when nothing is under way any more. */
	readonly settled: () => Promise<void>;
	/** All that was done, in the order in which it ended. */
	readonly log: () => readonly ActEnd[];
};

type ActingParts = {
	readonly cluster: Cluster;
	readonly view: ClusterView;
	readonly planning: Pick<Planning, 'offer' | 'reachOf' | 'drained' | 'keepEmpty' | 'undrain'>;
	/** Opens the audit trail when the first act needs it. */
	readonly openAudit: () => Promise<AuditSink>;
	readonly onChange: () => void;
};

/** A silent server shall not keep the next work waiting. */
const lastLookMs = 5000;

export function createActing({cluster, view, planning, openAudit, onChange}: ActingParts): Acting {
	const shown = createShownWork(onChange);
	let run: Pick<Run, 'stop'> | undefined;
	let lastRun: readonly MoveOutcome[] = [];
	let queue = Promise.resolve();
	let stops = 0;

	/** Runs after what runs now, unless that is stopped. Whatever goes wrong is shown. */
	function enqueue(title: string, act: Act, drain?: string): void {
		queue = after(queue, stops);

		async function after(earlier: Promise<void>, stopsThen: number): Promise<void> {
			await earlier;
			if (stopsThen !== stops) {
				return;
			}

			shown.begin(title, drain);
			const halted = new AbortController();
			// What is shown as running can be stopped, also while it is not yet a run.
			run = {
				stop(why) {
					halted.abort(why);
					shown.stopping();
				},
			};
			try {
				const audit = await openAudit();
				if (halted.signal.aborted) {
					shown.conclude(`not begun: ${String(halted.signal.reason)}`);
				} else {
					await act(audit, halted.signal);
				}
			} catch (error) {
				shown.conclude(`not done: ${messageOf(error)}`);
			} finally {
				run = undefined;
			}
		}
	}

	/**
	 * Waits for the end of a run, which can be stopped until then.
	 * @param halted aborted when it was stopped while it was being planned
	 * @param together what other runs of the same act have moved
	 */
	async function finish(
		running: Pick<Run, 'stop' | 'done'>,
		halted: AbortSignal,
		together: MoveOutcome[] = [],
	): Promise<RunSummary> {
		run = running;
		if (halted.aborted) {
			running.stop(String(halted.reason));
		}

		const summary = await running.done;
		if (summary.stepDowns > 0) {
			together.push(...summary.moves);
			lastRun = together;
		}

		// An election tells of a follower that just stepped down that it is behind: whether it still is, a fresh look tells.
		await withDeadline(lastLookMs, undefined, cluster.refresh);
		return summary;
	}

	/** Keeps a server empty from now on, for nothing is to come back while the rest is still leaving; unless nothing comes of it. */
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

	const listActs = createListActs({
		cluster,
		view,
		planning,
		enqueue,
		finish,
		listener: shown.follow,
	});

	return {
		work: shown.now,
		...listActs,
		stepDownMeta(clusterName) {
			enqueue(`step down the meta leader of ${clusterName}`, async audit => {
				const from = view.clusters.get(clusterName)?.metaGroupLeader;
				if (from === undefined) {
					throw new Error(`nobody is known to lead the meta group of ${clusterName}`);
				}

				const domain = view.servers.get(from)?.domain;
				const end = await stepDownMetaLeader({
					cluster,
					clusterName,
					domain,
					from,
					audit,
					electionTimeoutMs,
				});
				const text =
					end.elected === undefined
						? `meta leader ${from}: ${end.reason ?? end.result}`
						: `meta leader ${from} → ${end.elected}, ${Math.round(end.electionMs ?? 0)} ms`;
				shown.note({type: 'meta', text});
				shown.conclude(text, end.result);
			});
		},
		runPlan(wish) {
			const {drain} = wish;
			const title = drain === undefined ? `balance ${wish.cluster}` : `drain ${drain}`;
			enqueue(
				title,
				async (audit, signal) => {
					const answer = planning.offer(wish);
					const reach = planning.reachOf(wish);
					const goal = {
						cluster,
						picture: () => view,
						plan: reach.reachable,
						...(answer.type === 'ready' && {confirmed: answer.offer.plan}),
						audit,
						limits: paces[wish.pace],
						force: wish.force,
						claim: claimOf(cluster, wish.cluster, 'run'),
						listener: shown.follow,
					};
					if (drain === undefined) {
						const {outcome} = await finish(await runBalance(goal), signal);
						const beyond = outcome === 'balanced' ? await beyondReach(view, reach) : undefined;
						if (beyond !== undefined) {
							shown.conclude(beyond);
						}

						return;
					}

					await keepingEmpty(drain, async () =>
						finish(await runDrain({...goal, server: drain}), signal),
					);
				},
				drain,
			);
		},
		lastRun: () => lastRun,
		stop(why) {
			stops++;
			run?.stop(why);
		},
		settled: async () => queue,
		log: shown.log,
	};
}
