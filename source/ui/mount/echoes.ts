/** Between the first and the last signal for one and the same event, in ms; somebody who is out of patience waits longer. */
const echoMs = 1000;

/**
 * Tells of each signal whether it only repeats the one before. A terminal that is closed sends SIGHUP, and so does the shell that
 * ends with it, 0.3 ms or a saved history later; npm hands on a SIGINT that the terminal has sent to both, and systemd
 * ends a login with SIGTERM and SIGHUP. Who took that for impatience would drop work that is in flight.
 */
export function echoes(now: () => number = () => performance.now()): () => boolean {
	let last = -Infinity;
	return () => {
		const isEcho = now() - last < echoMs;
		last = isEcho ? last : now();
		return isEcho;
	};
}
