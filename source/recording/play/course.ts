import type {Player} from './player.ts';
import type {ReplayState} from '../../domain/replay-state.ts';
import type {Clock} from '../../time/clock.ts';
import {ReplayClock} from './replay-clock.ts';
import {turns} from './turns.ts';

/** How a replay goes on: by itself as time passes, or to another place at once. */
export type Course = {
	readonly phase: () => ReplayState['phase'];
	readonly speed: () => number;
	/** Recorded time, epoch in ms. */
	readonly now: () => number;
	readonly pause: () => void;
	readonly goOn: () => void;
	readonly setSpeed: (speed: number) => void;
	/** Goes somewhere else; then on as before, or it stands still there. Resolves with what `go` did. */
	readonly seek: <Result>(
		go: (signal: AbortSignal) => Promise<Result>,
		options: SeekOptions,
	) => Promise<Result | undefined>;
	/** Resolves when all that is due has been told. */
	readonly settled: () => Promise<void>;
	readonly end: () => Promise<void>;
};

export type SeekOptions = {
	/** Recorded time to be there, where that is later than the last event, epoch in ms. */
	readonly at?: number;
	readonly stand: boolean;
	/** What is under way is called off; else it is waited for. */
	readonly hurried: boolean;
};

type CourseParts = {
	readonly player: Player;
	readonly scheduler: Clock;
	readonly startsAt: number;
	readonly endsAt: number;
	readonly speed: number;
	/** Something else than passing time has changed it. */
	readonly onChange: () => void;
};

/** Longer than this for one turn of telling is late, in ms. */
const latestMs = 250;

/** Timers cannot be set for longer than some weeks. */
const longestWaitMs = 3_600_000;

/** Stands still at the beginning. */
export function createCourse(parts: CourseParts): Course {
	const {player, scheduler, startsAt, endsAt, onChange} = parts;
	const clock = new ReplayClock(scheduler.now, startsAt, parts.speed);
	const queue = turns();
	let present: ReplayState['phase'] = 'paused';
	let callOff: (() => void) | undefined;

	const phase = () => present;

	function become(next: ReplayState['phase']): void {
		present = next;
		onChange();
	}

	/** Tells what is due, and comes back when the next is. */
	function play(): void {
		callOff?.();
		void queue.add(playUntilNow);
	}

	async function playUntilNow(signal: AbortSignal): Promise<void> {
		if (phase() !== 'playing') {
			return;
		}

		const startedAt = scheduler.now();
		const due = clock.now;
		const more = await player.goOn({before: ({at}) => at > due}, signal);
		if (!more) {
			clock.standAt(endsAt);
			become('ended');
			return;
		}

		if (phase() !== 'playing' || signal.aborted) {
			return;
		}

		if (scheduler.now() - startedAt > latestMs) {
			// It cannot be told as fast as is wanted: no debt is made of that.
			clock.goOnFrom(due);
		}

		const next = await player.next();
		const waitMs = Math.min(longestWaitMs, clock.wallMsUntil(next?.at ?? endsAt));
		callOff = scheduler.after(waitMs, play);
	}

	return {
		phase,
		speed: () => clock.speed,
		now: () => (phase() === 'playing' ? Math.min(clock.now, endsAt) : clock.now),
		pause() {
			if (phase() === 'playing') {
				callOff?.();
				clock.standAt(Math.min(clock.now, endsAt));
				become('paused');
			}
		},
		goOn() {
			if (phase() === 'paused') {
				clock.goOnFrom(clock.now);
				become('playing');
				play();
			}
		},
		setSpeed(speed) {
			clock.speed = speed;
			onChange();
			if (phase() === 'playing') {
				play();
			}
		},
		async seek<Result>(
			go: (signal: AbortSignal) => Promise<Result>,
			{at, stand, hurried}: SeekOptions,
		) {
			let result: Result | undefined;
			await queue.add(async signal => {
				callOff?.();
				const goesOn = phase() === 'playing' && !stand;
				clock.standAt(Math.min(clock.now, endsAt));
				const {position} = player;
				become('seeking');
				result = await go(signal);
				const isAtEnd = !signal.aborted && (await player.next()) === undefined;
				if (signal.aborted || player.position !== position || at !== undefined) {
					clock.standAt(Math.max(player.at, (signal.aborted ? undefined : at) ?? 0));
				}

				become(isAtEnd ? 'ended' : 'paused');
				if (goesOn && !isAtEnd) {
					clock.goOnFrom(clock.now);
					become('playing');
					play();
				}
			}, hurried);
			return result;
		},
		settled: async () => queue.add(async () => {}),
		async end() {
			callOff?.();
			present = 'ended';
			await queue.end();
		},
	};
}
