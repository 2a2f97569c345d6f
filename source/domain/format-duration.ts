/** How long something lasts or is ago, in at most four characters, rounded down: `0s`, `45s`, `2m`, `3h`, `9d`, `3y`. */
export function formatDuration(durationMs: number): string {
	const seconds = Math.max(0, Math.floor(durationMs / 1000));
	const largest = steps.findLast(step => seconds >= step.seconds);
	return largest ? `${Math.floor(seconds / largest.seconds)}${largest.unit}` : '0s';
}

/** How long something took: `28 ms`, `1.9 s`, `2m 05s`. */
export function formatElapsed(elapsedMs: number): string {
	const rounded = Math.max(0, Math.round(elapsedMs));
	if (rounded < 1000) {
		return `${rounded} ms`;
	}

	if (rounded < 59_950) {
		return `${(rounded / 1000).toFixed(1)} s`;
	}

	const seconds = Math.round(rounded / 1000);
	return `${Math.floor(seconds / 60)}m ${String(seconds % 60).padStart(2, '0')}s`;
}

const steps = [
	{seconds: 1, unit: 's'},
	{seconds: 60, unit: 'm'},
	{seconds: 3600, unit: 'h'},
	{seconds: 86_400, unit: 'd'},
	// Calendar years do not matter to an uptime.
	{seconds: 365 * 86_400, unit: 'y'},
];
