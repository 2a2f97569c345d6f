/**
 * What a server can do for its Raft groups at the moment.
 * - `online`: answers, JetStream is up
 * - `lame-duck`: announced that it will stop; its leaders leave
 * - `recovering`: answers, JetStream is configured but has not come back yet after a start
 * - `no-jetstream`: answers, JetStream is not configured here
 * - `silent`: did not answer the last questions; nothing is proven about it
 * - `offline`: said that it stops, or the meta leader counts it as gone
 */
export type ServerState = (typeof serverStates)[number];

export const serverStates = [
	'online',
	'lame-duck',
	'recovering',
	'no-jetstream',
	'silent',
	'offline',
] as const;

/** The state in a column. */
export const stateNames: Readonly<Record<ServerState, string>> = {
	online: 'online',
	'lame-duck': 'lame duck',
	recovering: 'recovering',
	'no-jetstream': 'no JetStream',
	silent: 'not responding',
	offline: 'offline',
};

/** The state behind `n2 is`. */
export const stateConditions: Readonly<Record<ServerState, string>> = {
	online: 'online',
	'lame-duck': 'in lame-duck mode',
	recovering: 'recovering JetStream',
	'no-jetstream': 'without JetStream',
	silent: 'not responding',
	offline: 'offline',
};

/** States in which a server has JetStream up and takes part in the cluster's average. */
export const hasJetStream: Readonly<Record<ServerState, boolean>> = {
	online: true,
	'lame-duck': true,
	recovering: false,
	'no-jetstream': false,
	silent: false,
	offline: false,
};

/** States in which a server answers; in the others what it said before is not about now. */
export const answers: Readonly<Record<ServerState, boolean>> = {
	online: true,
	'lame-duck': true,
	recovering: true,
	'no-jetstream': true,
	silent: false,
	offline: false,
};

/** What a server last said of itself, as far as it is about now: nothing where it does not answer. */
export function presentFigures({
	state,
	stats,
	messagesPerSecond,
	traffic,
}: Server): Pick<Server, 'stats' | 'messagesPerSecond' | 'traffic'> {
	return answers[state]
		? {stats, messagesPerSecond, traffic}
		: {stats: undefined, messagesPerSecond: undefined, traffic: undefined};
}

/** Counters and gauges that a server reports about itself. Counters grow since the server's start. */
export type ServerStats = {
	/** Per cent of one core. */
	readonly cpuPercent: number;
	/** That it may use. */
	readonly cores: number;
	readonly memoryBytes: number;
	readonly connections: number;
	readonly slowConsumers: number;
	readonly messagesIn: number;
	readonly messagesOut: number;
	readonly bytesIn: number;
	readonly bytesOut: number;
};

/** What goes in and out of a server a second, measured between two reports. */
export type ServerTraffic = Pick<
	ServerStats,
	'messagesIn' | 'messagesOut' | 'bytesIn' | 'bytesOut'
>;

/** What one server reported of itself in one round. */
export type ServerReport = {
	/** Unique among the servers that share a system account. */
	readonly name: string;
	/** Changes with every start of the server. */
	readonly id: string;
	readonly cluster: string;
	readonly domain: string | undefined;
	readonly version: string;
	readonly tags: readonly string[];
	/** Where it listens; undefined where it does not say, or listens on all addresses. */
	readonly host?: string | undefined;
	/** Epoch in ms; undefined when not reported. */
	readonly startedAt: number | undefined;
	readonly state: Exclude<ServerState, 'silent' | 'offline'>;
	/** Undefined when this round did not ask for them: an earlier report of the same life of the server still holds. */
	readonly stats: ServerStats | undefined;
};

/** A server as leadertop knows it now: its last report, its state and what was derived from two reports. */
export type Server = Omit<ServerReport, 'state'> & {
	readonly state: ServerState;
	/** Since when it is in this state as far as seen, epoch in ms; `stateLastsMs` knows whether that is all of the time. */
	readonly stateSince: number;
	/** In plus out, measured between two reports; undefined before the second. */
	readonly messagesPerSecond: number | undefined;
	/** Undefined before the second report. */
	readonly traffic: ServerTraffic | undefined;
	/** Seen to come back from a stop or a restart during this watch, epoch in ms. */
	readonly rejoinedAt: number | undefined;
};

/** How long a server has been in its state, in ms; undefined for one that was gone before the watch began. */
export function stateLastsMs(
	{id, stateSince}: Pick<Server, 'id' | 'stateSince'>,
	now: number,
): number | undefined {
	return id === neverMet ? undefined : now - stateSince;
}

/** In place of the id of a server that has not answered since the watch began. */
export const neverMet = '';
