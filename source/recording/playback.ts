import type {ReplayState} from '../domain/replay-state.ts';
import type {Clock} from '../time/clock.ts';
import type {Player} from './player.ts';

/** How a replay goes on: by itself as time passes, or to another place at once. */
export type Playback = {
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
	/** Resolves when all that is due has been played. */
	readonly idle: () => Promise<void>;
	readonly end: () => Promise<void>;
};

export type SeekOptions = {
	/** Recorded time to be there, where that is later than the last event, epoch in ms. */
	readonly at?: number;
	readonly stand: boolean;
	/** What is under way is called off; else it is waited for. */
	readonly hurried: boolean;
};

export type PlaybackParts = {
	readonly player: Player;
	readonly clock: Clock;
	readonly startsAt: number;
	readonly endsAt: number;
	readonly speed: number;
	/** Something else than passing time has changed it. */
	readonly onChange: () => void;
};

/** Playing that took longer than this at once is late, in ms. */
const latestMs = 250;

/** Stands still at the beginning. */
export function createPlayback(parts: PlaybackParts): Playback {
	const {player, clock, startsAt, endsAt, onChange} = parts;
	const recorded = new RecordedTime(clock.now, startsAt, parts.speed);
	const queue = serialQueue();
	let present: ReplayState['phase'] = 'paused';
	let callOff: (() => void) | undefined;

	const phase = () => present;

	function become(next: ReplayState['phase']): void {
		present = next;
		onChange();
	}

	/** Plays what is due, and comes back when the next is. */
	function play(): void {
		callOff?.();
		void queue.add(playUntilNow);
	}

	async function playUntilNow(signal: AbortSignal): Promise<void> {
		if (phase() !== 'playing') {
			return;
		}

		const startedAt = clock.now();
		const due = recorded.now;
		const more = await player.goOn({before: ({at}) => at > due}, signal);
		if (!more) {
			recorded.standAt(endsAt);
			become('ended');
			return;
		}

		if (phase() !== 'playing' || signal.aborted) {
			return;
		}

		if (clock.now() - startedAt > latestMs) {
			// It cannot be played as fast as wanted: it does not try to catch up.
			recorded.goOnFrom(due);
		}

		const next = await player.next();
		callOff = clock.after(recorded.wallMsUntil(next?.at ?? endsAt), play);
	}

	function resume(): void {
		recorded.goOnFrom(recorded.now);
		become('playing');
		play();
	}

	return {
		phase,
		speed: () => recorded.speed,
		now: () => (phase() === 'playing' ? Math.min(recorded.now, endsAt) : recorded.now),
		pause() {
			if (phase() === 'playing') {
				callOff?.();
				recorded.standAt(Math.min(recorded.now, endsAt));
				become('paused');
			}
		},
		goOn() {
			if (phase() === 'paused') {
				resume();
			}
		},
		setSpeed(speed) {
			recorded.speed = speed;
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
				recorded.standAt(Math.min(recorded.now, endsAt));
				const {position} = player;
				become('seeking');
				result = await go(signal);
				const isAtEnd = !signal.aborted && (await player.next()) === undefined;
				if (signal.aborted || player.position !== position || at !== undefined) {
					recorded.standAt(Math.max(player.at, (signal.aborted ? undefined : at) ?? 0));
				}

				become(isAtEnd ? 'ended' : 'paused');
				if (goesOn && !isAtEnd) {
					resume();
				}
			}, hurried);
			return result;
		},
		idle: async () => queue.add(async () => {}),
		async end() {
			callOff?.();
			present = 'ended';
			await queue.end();
		},
	};
}

/** Recorded time, as fast as wanted. Epoch in ms. */
class RecordedTime {
	readonly #wallNow: () => number;
	/** It goes on from here; stands still without `wall`. */
	#anchor: {readonly recorded: number; readonly wall: number | undefined};
	#speed: number;

	constructor(wallNow: () => number, at: number, speed: number) {
		this.#wallNow = wallNow;
		this.#anchor = {recorded: at, wall: undefined};
		this.#speed = speed;
	}

	get now(): number {
		const {recorded, wall} = this.#anchor;
		return wall === undefined ? recorded : recorded + (this.#wallNow() - wall) * this.#speed;
	}

	get speed(): number {
		return this.#speed;
	}

	set speed(speed: number) {
		const {wall} = this.#anchor;
		this.#anchor = {recorded: this.now, wall: wall === undefined ? undefined : this.#wallNow()};
		this.#speed = speed;
	}

	/** How long it takes until then, in ms of the clock. */
	wallMsUntil(recorded: number): number {
		return Math.max(0, (recorded - this.now) / this.#speed);
	}

	standAt(recorded: number): void {
		this.#anchor = {recorded, wall: undefined};
	}

	goOnFrom(recorded: number): void {
		this.#anchor = {recorded, wall: this.#wallNow()};
	}
}

type Work = (signal: AbortSignal) => Promise<void>;

/** Does one piece of work after the other. */
function serialQueue() {
	let last = Promise.resolve();
	let current = new AbortController();
	let isOver = false;

	async function after(earlier: Promise<void>, work: Work, {signal}: AbortController) {
		// Its own caller gets the error.
		await earlier.catch(() => {});
		if (!isOver) {
			await work(signal);
		}
	}

	return {
		/** Does the work after what is under way. `hurried`: what is under way is called off first. */
		add: async (work: Work, hurried = false): Promise<void> => {
			if (hurried) {
				current.abort();
				current = new AbortController();
			}

			last = after(last, work, current);
			return last;
		},
		/** Calls off what is under way, and does nothing that is added from now on. */
		end: async (): Promise<void> => {
			isOver = true;
			current.abort();
			await last.catch(() => {});
		},
	};
}
