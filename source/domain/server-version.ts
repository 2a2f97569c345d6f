/** What nats-server learned when. One row a gate; sources are the server's release notes and measurements on 2.9, 2.10, 2.15. */
const since = {
	/** A step-down may name the wanted leader; older servers refuse any body with err_code 10003. */
	directedStepDown: [2, 11, 0],
	/** The API of a JetStream domain can be reached by the domain's name in the system account. */
	domainApiInSystem: [2, 15, 0],
	/**
	 * A server carries out several step-downs at once. Before, it takes them one after another, 250 ms each: measured on
	 * 2.9.10, four a second for each server, whatever is in flight; on 2.10.27 fifty.
	 */
	parallelStepDowns: [2, 10, 0],
	/** What a server leads is in its own inventory, whatever happened while it met an account for the first time. */
	wholeInventory: [2, 10, 0],
	/** JSZ takes `stream_leader_only`. */
	leaderOnlyInventory: [2, 10, 0],
	/** JSZ with `raft` has `streams_leader` and `consumers_leader`. */
	leaderCounters: [2, 12, 1],
} as const;

type ServerFeature = keyof typeof since;

/** Whether a server of this version has the feature. An unreadable version has none: the older way works everywhere. */
export function supports(version: string, feature: ServerFeature): boolean {
	const [major, minor, patch] = since[feature];
	const [ownMajor, ownMinor, ownPatch] = parse(version);
	return (ownMajor - major || ownMinor - minor || ownPatch - patch) >= 0;
}

/** Below 0 where the first version is older. A preview comes before its release, an unreadable version before all others. */
export function compareVersions(a: string, b: string): number {
	const right = parse(b);
	return parse(a).reduce((order, part, index) => order || part - (right[index] ?? 0), 0);
}

/** Major, minor, patch, and 1 for a release. */
function parse(version: string): readonly [number, number, number, number] {
	const parts = /^v?(\d+)\.(\d+)\.(\d+)(-)?/.exec(version);
	return parts
		? [Number(parts[1]), Number(parts[2]), Number(parts[3]), parts[4] === undefined ? 1 : 0]
		: [-1, 0, 0, 0];
}
