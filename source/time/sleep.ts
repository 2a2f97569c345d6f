import {onAbort} from './abort.ts';
import {systemClock, type Clock} from './clock.ts';

/** Resolves after `delayMs`, or as soon as the signal aborts. */
export async function sleep(
	delayMs: number,
	signal?: AbortSignal,
	clock: Clock = systemClock,
): Promise<void> {
	if (signal?.aborted) {
		return;
	}

	await new Promise<void>(resolve => {
		const callOff = clock.after(delayMs, end);
		const stopListening = onAbort(signal, end);

		function end(): void {
			callOff();
			stopListening();
			resolve();
		}
	});
}

/** What a loop sleeps beside. A wake-up while it is awake is not lost: its next sleep ends at once. */
export class Wakeup {
	readonly #clock: Clock;
	#isWoken = false;
	#resolve: (() => void) | undefined;
	#clearAlarm: (() => void) | undefined;

	constructor(clock: Clock = systemClock) {
		this.#clock = clock;
	}

	readonly wake = (): void => {
		this.#isWoken = true;
		this.#resolve?.();
	};

	/** Wakes once at that time, epoch in ms; takes the place of an earlier alarm. */
	wakeAt(at: number): void {
		this.clearAlarm();
		this.#clearAlarm = this.#clock.after(Math.max(0, at - this.#clock.now()), this.wake);
	}

	readonly clearAlarm = (): void => {
		this.#clearAlarm?.();
	};

	/** Resolves when it is woken. */
	async sleep(): Promise<void> {
		if (!this.#isWoken) {
			await new Promise<void>(resolve => {
				this.#resolve = resolve;
			});
		}

		this.#isWoken = false;
		this.#resolve = undefined;
	}

	/** Resolves after `delayMs`, or when it is woken before. */
	async sleepFor(delayMs: number): Promise<void> {
		this.wakeAt(this.#clock.now() + delayMs);
		await this.sleep();
		this.clearAlarm();
	}
}
