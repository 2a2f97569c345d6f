/** What a leadertop tells others about a cluster while it lives. */
export type ClusterNotice = {
	/** `user@host`. */
	readonly who: string;
	/** Servers that it keeps empty. */
	readonly drained: readonly string[];
	/** Undefined where it conducts no roll. */
	readonly roll: RollNotice | undefined;
};

/** How far a roll is. */
export type RollNotice = {
	/** Whose turn it is; undefined between two turns. */
	readonly turn: string | undefined;
	/** What that waits for, or what was seen of it last: the end of a sentence that begins with its name. */
	readonly state: string;
	readonly done: readonly string[];
	readonly left: readonly string[];
};

/** Who keeps which servers empty: `user@host` by server name. Of several the first one counts. */
export function drainedBy(notices: readonly ClusterNotice[]): ReadonlyMap<string, string> {
	const drained = new Map<string, string>();
	for (const {who, drained: servers} of notices) {
		for (const server of servers) {
			if (!drained.has(server)) {
				drained.set(server, who);
			}
		}
	}

	return drained;
}

/** `n2 is drained by ann@ops1: it is given no leaders`, a line for each server. */
export function drainedLines(drained: ReadonlyMap<string, string>): readonly string[] {
	return Array.from(
		drained,
		([server, who]) => `${server} is drained by ${who}: it is given no leaders`,
	);
}
