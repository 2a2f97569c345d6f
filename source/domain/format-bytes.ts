/**
 * An amount of memory or data in at most four characters: `0`, `512B`, `1.2G`, `310M`.
 * Powers of 1024, as the servers' own reports count. `-` when it is not known.
 */
export function formatBytes(bytes: number | undefined): string {
	if (bytes === undefined || !Number.isFinite(bytes)) {
		return '-';
	}

	let value = Math.max(0, bytes);
	for (const unit of units) {
		const text = value < 9.95 && unit !== 'B' ? value.toFixed(1) : value.toFixed(0);
		if (Number(text) < 1000) {
			return text === '0' ? text : text + unit;
		}

		value /= 1024;
	}

	return '>1E';
}

const units = ['B', 'K', 'M', 'G', 'T', 'P'];
