import type {Clock} from './clock.ts';

/** What a loop sleeps beside. A ring while nobody listens is not lost: the next wait returns at once. */
export type Bell = {
	readonly ring: () => void;
	/** Rings once at that time, epoch in ms; takes the place of an earlier alarm. */
	readonly setAlarm: (at: number) => void;
	readonly clearAlarm: () => void;
	readonly wait: () => Promise<void>;
};

export function createBell(clock: Clock): Bell {
	let rung = false;
	let wake: (() => void) | undefined;
	let clearAlarm: (() => void) | undefined;

	function ring(): void {
		rung = true;
		wake?.();
	}

	return {
		ring,
		setAlarm(at) {
			clearAlarm?.();
			clearAlarm = clock.after(Math.max(0, at - clock.now()), ring);
		},
		clearAlarm() {
			clearAlarm?.();
		},
		async wait() {
			if (!rung) {
				await new Promise<void>(resolve => {
					wake = resolve;
				});
			}

			rung = false;
			wake = undefined;
		},
	};
}
