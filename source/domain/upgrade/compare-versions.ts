/** Below 0 where the first version is the older one; a preview comes before its release, what cannot be read before everything. */
export function compareVersions(a: string, b: string): number {
	const [left, right] = [parse(a), parse(b)];
	for (const [index, part] of left.entries()) {
		const difference = part - (right[index] ?? 0);
		if (difference !== 0) {
			return difference;
		}
	}

	return 0;
}

/** Major, minor, patch, and 1 for a release. */
function parse(version: string): readonly number[] {
	const parts = /^v?(\d+)\.(\d+)\.(\d+)(-)?/.exec(version);
	return parts
		? [Number(parts[1]), Number(parts[2]), Number(parts[3]), parts[4] === undefined ? 1 : 0]
		: [-1, 0, 0, 0];
}
