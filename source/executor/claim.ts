/** The right to be the only one who runs moves on a cluster, while it is held. */
export type Claim = {
	readonly type: 'held';
	/** Aborts when somebody else took it over; its reason says who. */
	readonly lost: AbortSignal;
	readonly release: () => Promise<void>;
};

export type ClaimRefusal = {
	readonly type: 'refused';
	/** Who holds it and what to do, in one line. */
	readonly reason: string;
};

/** Asks for the claim before the first request of a run. */
export type ClaimCluster = (signal: AbortSignal) => Promise<Claim | ClaimRefusal>;
