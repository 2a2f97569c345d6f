import type {Cluster, ClusterOrigin, StepDownAnswer} from '../cluster.ts';
import type {ClusterEvent} from '../domain/cluster-event.ts';
import type {SnapshotRecord} from '../domain/snapshot.ts';
import type {ReplayState} from '../domain/replay-state.ts';
import type {Clock} from '../time/clock.ts';
import {nextElection, previousElection} from './find-election.ts';
import {createPlayback} from './playback.ts';
import {Player} from './player.ts';
import type {Recording} from './reader.ts';

/** A recording behind the port that a live cluster has, and the way to move about in it. */
export type Replay = Cluster & {
	/** Calls `listener` whenever the replay goes to another place: from then on nothing holds but these. Begins nothing. */
	readonly onRestore: (listener: (snapshot: readonly SnapshotRecord[]) => void) => void;
	/** Calls `listener` when the state has changed by something else than passing time. */
	readonly onChange: (listener: () => void) => void;
	readonly state: () => ReplayState;
	readonly pause: () => void;
	readonly goOn: () => void;
	readonly setSpeed: (speed: number) => void;
	/** Resolves when all that is due, and all that was wanted so far, has been played. */
	readonly idle: () => Promise<void>;
	/** One event on or back, and stands still there. */
	readonly step: (by: 1 | -1) => Promise<void>;
	/** To the next time when groups elected, or the one before, and stands still there. Resolves with whether there is one. */
	readonly toElection: (by: 1 | -1) => Promise<boolean>;
	/** On until `isThere` says so after an event, and stands still there. Resolves with whether that came. */
	readonly toWhere: (isThere: () => boolean) => Promise<boolean>;
	/** To how it was at a time, epoch in ms. */
	readonly toTime: (at: number) => Promise<void>;
};

export type ReplayOptions = {
	readonly recording: Recording;
	readonly clock: Clock;
	/** Times as fast as it happened; 1 unless given. */
	readonly speed?: number | undefined;
};

const reason = 'a recording cannot act';
const refusal: StepDownAnswer = {type: 'refused', code: undefined, reason};
const locked = {type: 'locked', missing: reason} as const;

/** A replay that stands still at the beginning until the first listener. */
export function openReplay({recording, clock, speed = 1}: ReplayOptions): Replay {
	const {startsAt, endsAt} = recording;
	const listeners = new Set<(event: ClusterEvent) => void>();
	const restoreListeners = new Set<(snapshot: readonly SnapshotRecord[]) => void>();
	const changeListeners = new Set<() => void>();
	const player = new Player(recording, {
		onEvent(event) {
			for (const listener of listeners) {
				listener(event);
			}
		},
		onRestore(snapshot) {
			for (const listener of restoreListeners) {
				listener(snapshot);
			}
		},
	});
	const playback = createPlayback({
		player,
		clock,
		startsAt,
		endsAt,
		speed,
		onChange() {
			for (const listener of changeListeners) {
				listener();
			}
		},
	});
	let begun = false;

	return {
		origin: originOf(recording),
		watch(listener) {
			listeners.add(listener);
			if (!begun) {
				begun = true;
				playback.goOn();
			}

			return () => {
				listeners.delete(listener);
			};
		},
		onRestore(listener) {
			restoreListeners.add(listener);
		},
		onChange(listener) {
			changeListeners.add(listener);
		},
		state: () => ({
			at: playback.now(),
			startsAt,
			endsAt,
			speed: playback.speed(),
			phase: playback.phase(),
			isIncomplete: player.isIncomplete,
			troubles: [...recording.troubles, ...player.timeline.troubles()],
		}),
		pause: playback.pause,
		goOn: playback.goOn,
		setSpeed: playback.setSpeed,
		idle: playback.idle,
		async step(by) {
			await playback.seek(
				async signal => {
					await (by === 1 ? player.goOn({after: () => true}, signal) : player.goBack(signal));
				},
				{stand: true, hurried: false},
			);
		},
		async toElection(by) {
			const found = await playback.seek(
				async signal => {
					const find = by === 1 ? nextElection : previousElection;
					const election = await find(player.timeline, player.position, signal);
					if (election && !signal.aborted) {
						await player.goTo(election.position, signal);
					}

					return election !== undefined;
				},
				{stand: true, hurried: true},
			);
			return found ?? false;
		},
		async toWhere(isThere) {
			let wasThere = false;
			const after = () => {
				wasThere = isThere();
				return wasThere;
			};
			await playback.seek(async signal => player.goOn({after}, signal), {
				stand: true,
				hurried: true,
			});
			return wasThere;
		},
		async toTime(wanted) {
			const at = Math.min(endsAt, Math.max(startsAt, wanted));
			await playback.seek(
				async signal => {
					await player.goTo(await player.placeAt(at), signal);
				},
				{at, stand: false, hurried: true},
			);
		},
		async refresh() {
			// What was not recorded cannot be asked for.
		},
		setIntervalMs() {
			// Somebody else looked, as often as they wanted.
		},
		permission: () => locked,
		metaPermission: () => locked,
		stepDown: async () => refusal,
		stepDownMetaLeader: async () => refusal,
		cost: () => ({requests: 0, bytesReceived: recording.bytesRead()}),
		async close() {
			listeners.clear();
			await playback.end();
			await recording.close();
		},
	};
}

function originOf({head}: Recording): ClusterOrigin {
	const {label, mode, account} = head;
	return {type: 'recording', label, mode, account};
}
