/** A flow of messages that swells and ebbs, so that the hottest groups change places. */
export type Traffic = {
	/** Mean, in messages per second. */
	readonly perSecond: number;
	/** Share of the mean by which it swells and ebbs: 0 is steady, below 1 it never stops. */
	readonly swing: number;
	readonly periodMs: number;
	/** Where in its period it begins, 0 to 1. */
	readonly phase: number;
};

/** Messages that have flowed after this time. Exact at every moment: nothing has to be counted along. */
export function messagesAfter(traffic: Traffic, elapsedMs: number): number {
	const {perSecond, swing, periodMs, phase} = traffic;
	const turn = (elapsed: number) => Math.cos(2 * Math.PI * (elapsed / periodMs + phase));
	const swelledMs = (swing * periodMs * (turn(0) - turn(elapsedMs))) / (2 * Math.PI);
	return Math.floor((perSecond * (elapsedMs + swelledMs)) / 1000);
}

/** Messages per second at the moment. */
export function rateAfter({perSecond, swing, periodMs, phase}: Traffic, elapsedMs: number): number {
	return perSecond * (1 + swing * Math.sin(2 * Math.PI * (elapsedMs / periodMs + phase)));
}
