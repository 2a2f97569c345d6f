import type {Cluster} from '../../cluster.ts';
import type {CountingRules} from '../../domain/distribution.ts';
import {fullPace} from '../../domain/plan/expected-time.ts';
import type {RollNotice} from '../../domain/roll/notice.ts';
import type {RollEvent, RollSummary} from '../../domain/roll/roll.ts';
import {counted} from '../../domain/words.ts';
import type {AuditSink} from '../../executor/audit.ts';
import type {RunEvent} from '../../executor/run.ts';
import type {ClusterView} from '../../state/cluster-view.ts';
import {systemClock} from '../../time/clock.ts';
import {claimOf} from '../claim-of.ts';
import {seesAll} from '../coverage.ts';
import type {Planning} from '../planning.ts';
import {membersOf, planRoll} from './plan-roll.ts';
import {rollCluster} from './roll-cluster.ts';
import {forgetRoll, recallRoll, rememberRoll} from './roll-memory.ts';
import {rollTeller} from './roll-teller.ts';
import type {RunCommand} from './stop-command.ts';

/** A roll as the screen wants it. */
export type RollRequest = {
	readonly cluster: string;
	/** Undefined: all. */
	readonly servers: readonly string[] | undefined;
	/** Absent where the operator stops and starts them. */
	readonly runCommand?: RunCommand | undefined;
	readonly balance: boolean;
};

type RollActParts = {
	readonly cluster: Cluster;
	readonly view: ClusterView;
	readonly rules: CountingRules;
	readonly planning: Pick<Planning, 'keptEmpty' | 'keepEmpty' | 'undrain'>;
	readonly audit: AuditSink;
	/** Ends it at once. */
	readonly stop: AbortSignal;
	readonly listener: (event: RunEvent) => void;
	/** How far it is; undefined once it is over. */
	readonly onProgress: (notice: RollNotice | undefined) => void;
};

/** How long a step may take without getting on. */
const backTimeoutMs = 10 * 60_000;

/** How a roll ended, in one line. */
type RollEnd = {readonly text: string; readonly isDone: boolean};

/** Conducts a roll from the screen. */
export async function rollAct(request: RollRequest, parts: RollActParts): Promise<RollEnd> {
	const {cluster, view, planning, rules, audit, stop, listener} = parts;
	const {cluster: name, servers, runCommand, balance} = request;
	if (!seesAll(cluster)) {
		return notBegun('whether a server may stop shows only to the system account');
	}

	const isReal = cluster.origin.type === 'nats';
	const memory = isReal
		? await recallRoll(name, membersOf(view, name), systemClock.now())
		: undefined;
	const selection = {servers, order: [], skipVersion: undefined};
	const pace = fullPace;
	const plan = await planRoll({cluster, view, name, selection, rules, pace, balance, memory});
	const [refusal] = plan.refusals;
	if (refusal !== undefined || (plan.turns.length === 0 && !balance)) {
		const [skipped] = plan.skipped.filter(({server}) => servers?.includes(server) ?? true);
		return notBegun(
			refusal ?? (skipped ? `${skipped.server} ${skipped.reason}` : 'no server is left'),
		);
	}

	const claim = await claimOf(cluster, name, 'run')?.(stop);
	if (claim?.type === 'refused') {
		return notBegun(claim.reason);
	}

	const teller = rollTeller(undefined, plan);
	let empty: string | undefined;
	try {
		return conclusionOf(
			await rollCluster({
				cluster,
				view,
				plan,
				rules,
				pace,
				runId: `roll-${systemClock.now()}`,
				audit,
				runCommand,
				backTimeoutMs,
				finish: new AbortController().signal,
				stop: claim ? AbortSignal.any([stop, claim.lost]) : stop,
				cordon: () => [...planning.keptEmpty].filter(server => server !== empty),
				async remember(next) {
					if (isReal) {
						await (next ? rememberRoll(next) : forgetRoll(name));
					}
				},
				onDrained(server) {
					if (empty !== undefined && empty !== server) {
						planning.undrain(empty);
					}

					empty = server;
					if (server !== undefined) {
						planning.keepEmpty(server);
					}
				},
				warnings: claim?.warnings ?? [],
				listener: follow,
				clock: systemClock,
			}),
		);
	} finally {
		await claim?.release();
		parts.onProgress(undefined);
	}

	function follow(event: RollEvent | RunEvent): void {
		teller.follow(event);
		parts.onProgress(teller.notice());
		if (isOfRun(event)) {
			listener(event);
		}
	}
}

function isOfRun(event: RollEvent | RunEvent): event is RunEvent {
	return (
		event.type === 'run-started' ||
		event.type === 'move-sent' ||
		event.type === 'move-ended' ||
		event.type === 'replanned'
	);
}

function notBegun(reason: string): RollEnd {
	return {text: `not begun: ${reason}`, isDone: false};
}

function conclusionOf({outcome, reason, done, left}: RollSummary): RollEnd {
	const names = done.map(({server}) => server).join(', ');
	const rest = left.length === 0 ? '' : `; left: ${left.join(', ')}`;
	const isDone = outcome === 'done';
	const text = isDone
		? `restarted and current again: ${names}`
		: `${outcome}${names === '' ? '' : ` after ${counted(done.length, 'server')}`}: ${reason ?? ''}${rest}`;
	return {text, isDone};
}
