const unitMs: Readonly<Record<string, number>> = {
	ms: 1,
	s: 1000,
	m: 60_000,
	h: 3_600_000,
	d: 86_400_000,
};

/**
 * A duration as Go and the `nats` CLI spell it: `250ms`, `1s`, `1m30s`, `2h`; a bare number means seconds.
 * @returns ms; undefined when the text is no duration
 */
export function parseDurationMs(text: string): number | undefined {
	if (/^\d+(\.\d+)?$/.test(text)) {
		return Number(text) * 1000;
	}

	const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|[smhd])/g)];
	if (parts.length === 0 || parts.map(part => part[0]).join('') !== text) {
		return undefined;
	}

	return parts.reduce((sum, part) => sum + Number(part[1]) * (unitMs[part[2] ?? ''] ?? 0), 0);
}
