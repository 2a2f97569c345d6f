import type {Clock} from './clock.ts';

/** Waits that long, or until the signal aborts. */
export async function pause(clock: Clock, delayMs: number, signal: AbortSignal): Promise<void> {
	if (signal.aborted) {
		return;
	}

	await new Promise<void>(resolve => {
		const callOff = clock.after(delayMs, end);
		signal.addEventListener('abort', end);

		function end(): void {
			callOff();
			signal.removeEventListener('abort', end);
			resolve();
		}
	});
}
