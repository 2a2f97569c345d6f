import type {Cluster} from '../../cluster.ts';
import type {CountingRules} from '../../domain/distribution.ts';
import type {Pace} from '../../domain/plan/expected-time.ts';
import type {RollEvent} from '../../domain/roll/roll.ts';
import {metaSuccessors} from '../../domain/meta-group.ts';
import type {AuditSink} from '../../executor/audit.ts';
import {runDrain} from '../../executor/goals.ts';
import type {RunEvent} from '../../executor/run.ts';
import {stepDownMetaLeader} from '../../executor/step-down-meta-leader.ts';
import type {ClusterView} from '../../state/cluster-view.ts';
import type {Clock} from '../../time/clock.ts';

/** A roll ends before its end: the reason, in one line for the operator. */
export class RollStop extends Error {
	override readonly name = 'RollStop';
}

type EmptyParts = {
	readonly cluster: Cluster;
	readonly view: ClusterView;
	readonly rules: CountingRules;
	readonly pace: Pace;
	readonly audit: AuditSink;
	readonly cordon: () => readonly string[];
	readonly stop: AbortSignal;
	readonly listener: (event: RollEvent | RunEvent) => void;
	readonly clock: Clock;
};

/** How long a group is given to elect a leader. */
const electionTimeoutMs = 5000;

/**
 * Moves all leaders off a server. Resolves with the step-downs, and why it is not empty yet; the latter undefined when it is.
 * @throws RollStop when the cluster is not what it was
 */
export async function drainServer(
	server: string,
	clusterName: string,
	{cluster, view, rules, pace, audit, cordon, stop, listener, clock}: EmptyParts,
): Promise<{readonly sent: number; readonly shortfall: string | undefined}> {
	const run = await runDrain({
		cluster,
		picture: () => view,
		plan: {cluster: clusterName, rules, cordon: cordon()},
		server,
		audit,
		limits: pace,
		signal: stop,
		clock,
		listener,
	});
	const {outcome, reason = outcome, stepDowns: sent} = await run.done;
	if (outcome === 'aborted' && !stop.aborted) {
		throw new RollStop(reason);
	}

	return {sent, shortfall: outcome === 'drained' ? undefined : reason};
}

/** Has the meta leader step down. Resolves with who was elected; undefined where no election was seen. */
export async function moveMetaLeader(
	server: string,
	clusterName: string,
	{cluster, view, audit, cordon, listener, clock}: EmptyParts,
): Promise<string | undefined> {
	const domain = view.servers.get(server)?.domain;
	// One that has been restarted need not hand it on again.
	const [preferred] = metaSuccessors(view.metaGroups.get(domain), view.servers, new Set(cordon()));
	const {elected, electionMs, reason, result} = await stepDownMetaLeader({
		cluster,
		clusterName,
		domain,
		from: server,
		preferred,
		audit,
		electionTimeoutMs,
		clock,
	});
	listener({
		type: 'meta-moved',
		at: clock.now(),
		server,
		elected,
		ms: electionMs,
		reason: elected === undefined ? (reason ?? result) : reason,
	});
	return elected;
}
