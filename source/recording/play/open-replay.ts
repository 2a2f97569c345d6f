import type {ClusterOrigin, StepDownAnswer} from '../../cluster.ts';
import type {ClusterEvent} from '../../domain/cluster-event.ts';
import type {Memory} from '../../domain/memory.ts';
import type {Recording} from '../read/open-recording.ts';
import type {Clock} from '../../time/clock.ts';
import {createCourse} from './course.ts';
import {nextElection, previousElection} from './find-election.ts';
import {Player} from './player.ts';
import type {Replay} from './replay.ts';

export type ReplayOptions = {
	readonly recording: Recording;
	readonly scheduler: Clock;
	/** Times as fast as it happened; 1 unless given. */
	readonly speed?: number | undefined;
};

const reason = 'a recording cannot act';
const refusal: StepDownAnswer = {type: 'refused', code: undefined, reason};
const locked = {type: 'locked', missing: reason} as const;

/** A replay that stands still at the beginning until somebody watches. */
export function openReplay({recording, scheduler, speed = 1}: ReplayOptions): Replay {
	const {startsAt, endsAt} = recording;
	const listeners = new Set<(event: ClusterEvent) => void>();
	const recallListeners = new Set<(memories: readonly Memory[]) => void>();
	const changeListeners = new Set<() => void>();
	const player = new Player(recording, {
		onEvent(event) {
			for (const listener of listeners) {
				listener(event);
			}
		},
		onRecall(memories) {
			for (const listener of recallListeners) {
				listener(memories);
			}
		},
	});
	const course = createCourse({
		player,
		scheduler,
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
				course.goOn();
			}

			return () => {
				listeners.delete(listener);
			};
		},
		onRecall(listener) {
			recallListeners.add(listener);
		},
		onChange(listener) {
			changeListeners.add(listener);
		},
		state: () => ({
			at: course.now(),
			startsAt,
			endsAt,
			speed: course.speed(),
			phase: course.phase(),
			isIncomplete: player.isIncomplete,
			troubles: [...recording.troubles, ...player.timeline.troubles()],
		}),
		pause: course.pause,
		goOn: course.goOn,
		setSpeed: course.setSpeed,
		settled: course.settled,
		async step(by) {
			await course.seek(
				async signal => {
					await (by === 1 ? player.goOn({after: () => true}, signal) : player.goBack(signal));
				},
				{stand: true, hurried: false},
			);
		},
		async toElection(by) {
			const found = await course.seek(
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
			await course.seek(async signal => player.goOn({after}, signal), {stand: true, hurried: true});
			return wasThere;
		},
		async toTime(wanted) {
			const at = Math.min(endsAt, Math.max(startsAt, wanted));
			await course.seek(
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
			await course.end();
			await recording.close();
		},
	};
}

function originOf({head}: Recording): ClusterOrigin {
	const {label, mode, account} = head;
	return {type: 'recording', label, mode, account};
}
