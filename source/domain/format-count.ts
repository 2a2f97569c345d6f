/**
 * A number of things in at most five characters: `310`, `8.1k`, `182k`, `1.2M`.
 * Powers of 1000; the last digit is rounded. `-` when the number is not known.
 */
export function formatCount(count: number | undefined): string {
	if (count === undefined || !Number.isFinite(count)) {
		return '-';
	}

	const rounded = Math.round(count);
	return Math.abs(rounded) < 1000 ? String(rounded) : scaled(count);
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

/** A change, with its sign: `+56`, `-68`, `0`. `-` when it is not known. */
export function formatChange(change: number | undefined): string {
	const count = formatCount(change);
	return change !== undefined && Math.round(change) > 0 ? `+${count}` : count;
}

const units = ['k', 'M', 'G', 'T', 'P'];

function scaled(count: number): string {
	let value = count / 1000;
	for (const unit of units) {
		const text = Math.abs(value) < 99.95 ? value.toFixed(1) : value.toFixed(0);
		if (Math.abs(Number(text)) < 1000) {
			return text + unit;
		}

		value /= 1000;
	}

	return '>999P';
}
