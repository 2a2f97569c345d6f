import type {Cluster} from '../../cluster.ts';
import type {CountingRules} from '../../domain/distribution.ts';
import type {Pace} from '../../domain/plan/expected-time.ts';
import type {RollEvent, TurnEnd} from '../../domain/roll/roll.ts';
import {troubleOf, type TurnStart} from '../../domain/roll/trouble.ts';
import {nextAct, type TurnAct, type TurnSight, type TurnStep} from '../../domain/roll/turn.ts';
import {formatElapsed} from '../../domain/time.ts';
import {advanceChecklist, beginChecklist, type Checklist} from '../../domain/upgrade/checklist.ts';
import type {AuditSink} from '../../executor/audit.ts';
import type {RunEvent} from '../../executor/run.ts';
import type {ClusterView} from '../../state/cluster-view.ts';
import {withDeadline} from '../../time/abort.ts';
import type {Clock} from '../../time/clock.ts';
import {sleep} from '../../time/sleep.ts';
import {messageOf} from '../errors.ts';
import {drainServer, moveMetaLeader, RollStop} from './empty-server.ts';
import {startCommand, type RunCommand, type StopCommand} from './stop-command.ts';
import {livesOf, ownMessages, rollSight, turnSight} from './turn-sight.ts';

/** What every turn of a roll is given. */
export type TurnParts = {
	readonly cluster: Cluster;
	readonly view: ClusterView;
	readonly rules: CountingRules;
	readonly pace: Pace;
	readonly runId: string;
	readonly audit: AuditSink;
	/**
	 * Stops a server, and starts it where nothing else does; resolves with why it failed, undefined when it did not.
	 * Absent where the operator does it.
	 */
	readonly runCommand?: RunCommand | undefined;
	/** How long a step may take without getting nearer to its end. */
	readonly backTimeoutMs: number;
	/** Ends it at once; what is in flight is still verified. */
	readonly stop: AbortSignal;
	/** Ends it where its server has not been touched yet. */
	readonly finish: AbortSignal;
	/** Servers that are given no leaders, besides the one whose turn it is. */
	readonly cordon: () => readonly string[];
	/** The server that is kept empty from now on; undefined: none. */
	readonly onDrained?: ((server: string | undefined) => void) | undefined;
	/** A server has come back in this new life. */
	readonly onBack: (server: string, life: string) => Promise<void>;
	readonly listener: (event: RollEvent | RunEvent) => void;
	readonly clock: Clock;
};

/** The server of a turn, and the life and version that are to end. */
export type Turn = {readonly server: string; readonly life: string; readonly version: string};

/** How often it is looked what to do next, in ms, and the share of the time that looking may take. */
const checkMs = 250;
const lookingShare = 1 / 20;

/** Without a connection nothing is seen: the one that was watched over may be the one that restarts. */
const blindMs = 30_000;

const refreshMs = 5000;

/** How often a meta leader is asked again when the one that was elected is the same. */
const metaTries = 3;

/**
 * Takes one server through its restart: waits until it may stop, empties it, has it stopped, and sees it come back and
 * catch up.
 * @throws RollStop when it is not safe to go on, or it was told to stop
 */
export async function runTurn(turn: Turn, parts: TurnParts): Promise<TurnEnd> {
	const {view, clock, listener, finish, stop, backTimeoutMs} = parts;
	const {server: name} = turn;
	const clusterName = view.servers.get(name)?.cluster ?? '';
	const begunAt = clock.now();
	const own = ownMessages(view, name);
	const told = new Set<TurnStep>();
	let list = firstChecklist();
	let start: TurnStart | undefined;
	let waiting = {step: '', reason: '', left: Infinity, since: begunAt, saidAt: -Infinity};
	let command: StopCommand | undefined;
	let stepDowns = 0;
	let metaAsked = 0;
	const isLeftToOperator = parts.runCommand === undefined;

	const {leaders, metaLeader} = sightNow();
	listener({
		type: 'turn-started',
		at: begunAt,
		server: name,
		version: turn.version,
		leaders,
		metaLeader,
	});
	try {
		for (;;) {
			const lookedAt = clock.now();
			const sight = sightNow();
			list = advanceChecklist(list, sight);
			await noteSteps(sight);
			stopIfNeeded(sight);
			const act = nextAct(list, sight, command !== undefined);
			if (act.type === 'done' && command?.isRunning() !== true) {
				return await end(sight);
			}

			await perform(act);
			const restMs = Math.max(checkMs, (clock.now() - lookedAt) / lookingShare);
			await sleep(act.type === 'drain' || act.type === 'move-meta' ? 0 : restMs, stop, clock);
		}
	} finally {
		// What was begun comes to its end, or was told to by the same signal.
		await command?.ended;
	}

	function sightNow(): TurnSight {
		const sight = turnSight(view, name, clock.now());
		if (!sight) {
			throw new RollStop(`${name} is no longer known`);
		}

		return sight;
	}

	/** Of a server that another process began with, the life before counts. */
	function firstChecklist(): Checklist {
		const sight = sightNow();
		const begun = {...beginChecklist(name, sight), doneAt: {}};
		return advanceChecklist({...begun, life: turn.life, version: turn.version}, sight);
	}

	/** Tells each step once, in the order in which they were seen. */
	async function noteSteps({at, server}: TurnSight): Promise<void> {
		for (const step of ['stopped', 'back', 'jetstream', 'caught-up'] as const) {
			const doneAt = list.doneAt[step];
			if (doneAt !== undefined && !told.has(step)) {
				told.add(step);
				touch(begunAt);
				listener({type: 'turn-step', at, server: name, step, ms: doneAt - begunAt});
				if (step === 'back') {
					await parts.onBack(name, server.id);
				}
			}
		}
	}

	function stopIfNeeded({at, blind}: TurnSight): void {
		const isUntouched = start === undefined;
		if (stop.aborted || (finish.aborted && isUntouched)) {
			throw new RollStop(reasonOf(stop.aborted ? stop : finish));
		}

		const failure = command?.failure();
		if (failure !== undefined) {
			throw new RollStop(`the command for ${name} failed: ${failure}`);
		}

		if (blind !== undefined && at - view.connection.at > blindMs) {
			throw new RollStop(blind);
		}

		const trouble =
			start && blind === undefined
				? troubleOf(rollSight(view, clusterName, name, at), start)
				: undefined;
		if (trouble !== undefined) {
			throw new RollStop(trouble);
		}
	}

	async function perform(act: TurnAct): Promise<void> {
		switch (act.type) {
			case 'wait':
				wait(act);
				break;
			case 'drain':
				touch();
				await drain();
				break;
			case 'move-meta':
				touch();
				await moveMeta();
				break;
			case 'stop':
				touch();
				await haveStopped();
				break;
			case 'done':
				wait({
					type: 'wait',
					step: 'caught-up',
					reason: 'is current, its command still runs',
					left: 0,
				});
				break;
		}
	}

	/** From the first act on, whatever else happens to the cluster ends the roll. */
	function touch(at = clock.now()): void {
		if (start === undefined) {
			start = {at, lives: livesOf(view, clusterName)};
			parts.onDrained?.(name);
		}
	}

	function wait({step, reason, left}: Extract<TurnAct, {readonly type: 'wait'}>): void {
		const now = clock.now();
		if (step !== waiting.step || left < waiting.left || command?.isRunning()) {
			waiting = {...waiting, step, left, since: now};
		}

		if (now - waiting.since > backTimeoutMs) {
			const limit = formatElapsed(backTimeoutMs);
			throw new RollStop(`${name} ${reason}, no progress for ${limit} (--back-timeout)`);
		}

		// Numbers in it change all the time.
		const isNew = kindOf(reason) !== kindOf(waiting.reason);
		if (isNew || now - waiting.saidAt > 10_000) {
			if (reason !== waiting.reason) {
				listener({type: 'turn-waiting', at: now, server: name, step, reason});
			}

			waiting = {...waiting, reason, saidAt: now};
		}
	}

	async function drain(): Promise<void> {
		const {sent, shortfall} = await drainServer(name, clusterName, parts);
		stepDowns += sent;
		if (shortfall === undefined) {
			const at = clock.now();
			listener({type: 'turn-step', at, server: name, step: 'drained', ms: at - begunAt});
			return;
		}

		const left = sightNow().leaders;
		wait({type: 'wait', step: 'drained', reason: `is not empty: ${shortfall}`, left});
		await sleep(4 * checkMs, stop, clock);
	}

	async function moveMeta(): Promise<void> {
		stepDowns++;
		metaAsked++;
		const elected = await moveMetaLeader(name, clusterName, parts);
		if ((elected === undefined || elected === name) && metaAsked >= metaTries) {
			throw new RollStop(`the meta leader ${name} cannot be moved away`);
		}
	}

	/** Looks once more at everything, right before the stop. */
	async function haveStopped(): Promise<void> {
		if (isLeftToOperator && waiting.step === 'stopped') {
			return;
		}

		await withDeadline(refreshMs, stop, parts.cluster.refresh).catch(() => undefined);
		const sight = sightNow();
		const {r1 = 0} = view.counts.get(name) ?? {};
		if (stop.aborted || nextAct(list, sight, false).type !== 'stop') {
			return;
		}

		if (parts.runCommand) {
			command = await startCommand(parts.runCommand, sight.server, parts);
		} else {
			waiting = {...waiting, step: 'stopped', reason: '', left: Infinity};
			listener({type: 'may-stop', at: sight.at, server: name, r1});
		}
	}

	async function end({at, server}: TurnSight): Promise<TurnEnd> {
		if (own > 0 && ownMessages(view, name) === 0) {
			throw new RollStop(
				`${name} came back without the ${own} messages of its streams with one replica: look at its store`,
			);
		}

		const {stopped, 'caught-up': caughtUp = at} = list.doneAt;
		const ended: TurnEnd = {
			server: name,
			versionBefore: turn.version,
			versionAfter: server.version,
			elapsedMs: at - begunAt,
			awayMs: stopped === undefined ? undefined : caughtUp - stopped,
			stepDowns,
		};
		listener({type: 'turn-ended', at, turn: ended});
		return ended;
	}
}

/** The reason of a signal, in words. */
export function reasonOf({reason}: AbortSignal): string {
	return messageOf(reason);
}

function kindOf(reason: string): string {
	return reason.replaceAll(/\d+/g, '#');
}
