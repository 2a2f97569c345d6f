import {setTimeout as sleep} from 'node:timers/promises';
import type {Cluster} from '../../cluster.ts';
import type {PlanOptions} from '../../domain/plan/plan-options.ts';
import type {PlannedMove} from '../../domain/plan/plan.ts';
import {hasJetStream} from '../../domain/server.ts';
import type {AuditSink} from '../../executor/audit-sink.ts';
import {refusalReasons} from '../../executor/refusal-reasons.ts';
import type {RunEvent} from '../../executor/run-event.ts';
import {runMoves} from '../../executor/run-moves.ts';
import {inTurns} from '../../executor/take-turns.ts';
import type {ClusterView} from '../../state/cluster-view.ts';
import {makeOffer} from './make-offer.ts';
import type {Pace} from '../../domain/plan/pace.ts';

export type KeepParts = {
	readonly cluster: Cluster;
	readonly view: ClusterView;
	readonly plan: PlanOptions;
	readonly pace: Pace;
	/** Step-downs in any hour, at most. */
	readonly maxPerHour: number;
	/** How long a server that came back is given no leaders. */
	readonly restMs: number;
	readonly audit: AuditSink;
	/** Ends it between two step-downs. */
	readonly signal: AbortSignal;
	/** How often it is looked whether there is something to do, in ms. */
	readonly checkMs?: number;
	readonly listener: (event: KeepEvent | RunEvent) => void;
};

export type KeepEvent =
	/** Nothing is done now; told once, until the reason is another one. */
	| {readonly type: 'keep-waiting'; readonly at: number; readonly reason: string}
	| {
			readonly type: 'keep-acting';
			readonly at: number;
			/** Step-downs that would make it even, and how many of them are within this hour's bounds. */
			readonly needed: number;
			readonly allowed: number;
	  };

const hourMs = 3_600_000;

/** After a run that did not go as wanted, whatever was the cause is given time to pass. */
const afterTroubleMs = 30_000;

/** Keeps a cluster even until the signal ends it. Never acts on an incomplete view, nor while a server is coming back. */
export async function keepEven(parts: KeepParts): Promise<void> {
	const {view, plan, maxPerHour, signal, listener, checkMs = 2000} = parts;
	const sentAt: number[] = [];
	let told = '';

	while (!signal.aborted) {
		const moves = await movesNow();
		const isClean = moves.length === 0 || (await run(moves));
		await sleep(isClean ? checkMs : afterTroubleMs, undefined, {signal}).catch(() => {});
	}

	async function movesNow(): Promise<readonly PlannedMove[]> {
		const now = Date.now();
		const reason = whyWait(parts, now);
		if (reason !== undefined) {
			return wait(reason);
		}

		const rest = {now, restMs: parts.restMs};
		const {offer} = await inTurns(
			makeOffer({...parts, task: {type: 'balance'}, plan: {...plan, rest}}),
		);
		if (offer.plan.moves.length === 0) {
			return wait('even');
		}

		const recent = sentAt.filter(at => now - at < hourMs).length;
		const allowed = Math.max(0, Math.min(offer.plan.moves.length, maxPerHour - recent));
		if (allowed === 0) {
			return wait(`${maxPerHour} step-downs were made within the hour`);
		}

		told = '';
		listener({type: 'keep-acting', at: now, needed: offer.plan.moves.length, allowed});
		return offer.plan.moves.slice(0, allowed);
	}

	function wait(reason: string): [] {
		if (reason !== told) {
			told = reason;
			listener({type: 'keep-waiting', at: Date.now(), reason});
		}

		return [];
	}

	async function run(moves: readonly PlannedMove[]): Promise<boolean> {
		const {outcome} = await runMoves({
			...parts,
			picture: () => view,
			moves: {type: 'list', moves},
			clusterName: plan.cluster,
			limits: parts.pace,
			listener(event) {
				if (event.type === 'move-sent') {
					sentAt.push(event.at);
				}

				listener(event);
			},
		}).done;
		sentAt.splice(
			0,
			sentAt.findIndex(at => Date.now() - at < hourMs),
		);
		return outcome === 'done';
	}
}

/** Why it is no time to move leaders; undefined when it is. */
function whyWait({view, plan, restMs}: KeepParts, now: number): string | undefined {
	const [refusal] = refusalReasons(view, plan.cluster);
	if (refusal) {
		return refusal.line;
	}

	if (view.connection.state !== 'connected') {
		return 'the connection is lost';
	}

	const servers = [...view.servers.values()].filter(({cluster}) => cluster === plan.cluster);
	const returning = servers.find(
		({state, rejoinedAt}) =>
			state === 'recovering' || (rejoinedAt !== undefined && now - rejoinedAt < restMs),
	);
	if (returning) {
		return `${returning.name} is just back and settles`;
	}

	const behind = servers.find(
		server =>
			hasJetStream[server.state] && server.rejoinedAt !== undefined && isBehind(view, server.name),
	);
	return behind && `${behind.name} has not caught up yet`;
}

function isBehind(view: ClusterView, server: string): boolean {
	for (const {followers} of view.groups.values()) {
		const follower = followers.find(each => each.server === server);
		if (follower && follower.lag > 0 && !follower.current) {
			return true;
		}
	}

	return false;
}
