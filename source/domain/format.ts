/** Figures for people. What is not known is `-` everywhere. */

/** A number of things in at most five characters: `310`, `8.1k`, `182k`, `1.2M`. Powers of 1000, rounded. */
export function formatCount(count: number | undefined): string {
	if (count === undefined || !Number.isFinite(count)) {
		return '-';
	}

	const rounded = Math.round(count);
	if (Math.abs(rounded) < 1000) {
		return String(rounded);
	}

	let value = count / 1000;
	for (const unit of ['k', 'M', 'G', 'T', 'P']) {
		const text = Math.abs(value) < 99.95 ? value.toFixed(1) : value.toFixed(0);
		if (Math.abs(Number(text)) < 1000) {
			return text + unit;
		}

		value /= 1000;
	}

	return '>999P';
}

/** Things per second, as `formatCount`, but with a tenth below 10: a group with 0.4 messages a second is not idle. */
export function formatRate(perSecond: number | undefined): string {
	if (perSecond === undefined || !Number.isFinite(perSecond)) {
		return '-';
	}

	if (perSecond <= 0) {
		return '0';
	}

	return perSecond < 9.95 ? Math.max(0.1, perSecond).toFixed(1) : formatCount(perSecond);
}

/** A change, with its sign: `+56`, `-68`, `0`. */
export function formatChange(change: number | undefined): string {
	const count = formatCount(change);
	return change !== undefined && Math.round(change) > 0 ? `+${count}` : count;
}

/** Memory or data in at most four characters: `0`, `512B`, `1.2G`, `310M`. Powers of 1024, as the servers count. */
export function formatBytes(bytes: number | undefined): string {
	if (bytes === undefined || !Number.isFinite(bytes)) {
		return '-';
	}

	let value = Math.max(0, bytes);
	for (const unit of ['B', 'K', 'M', 'G', 'T', 'P']) {
		const text = value < 9.95 && unit !== 'B' ? value.toFixed(1) : value.toFixed(0);
		if (Number(text) < 1000) {
			return text === '0' ? text : text + unit;
		}

		value /= 1024;
	}

	return '>1E';
}

/** Times the average, in at most five characters: `1.80`, `12.5`, `120`. */
export function formatRatio(ratio: number | undefined): string {
	if (ratio === undefined || !Number.isFinite(ratio)) {
		return '-';
	}

	return ratio.toFixed(ratio < 9.995 ? 2 : ratio < 99.95 ? 1 : 0);
}
