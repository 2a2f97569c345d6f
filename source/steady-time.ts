/** How far the machine's clock has gone ahead of its monotonic one, in ms. */
let aheadMs = 0;

/**
 * Epoch in ms as the machine has it, but never going back: whatever is held against times from before would stand still
 * until it had caught up. A clock that is set forward, or goes on while the machine sleeps, is followed; one that is
 * set back is not, for as long as the process lives.
 */
export function steadyNow(): number {
	const steadyMs = performance.timeOrigin + performance.now();
	aheadMs = Math.max(aheadMs, Date.now() - steadyMs);
	return Math.floor(steadyMs + aheadMs);
}
