/** Whether leaders of one account's groups can be stepped down over the connections that were given, and why not. */
export type AccountAccess = {
	readonly state: AccountAccessState;
	/** What is missing, or what happened, in one line; undefined where there is nothing to add. */
	readonly detail: string | undefined;
};

/**
 * - `ready`: connected, and nothing is known to be forbidden
 * - `limited`: connected, but its user may not step down everything
 * - `no-jetstream`: connected, but JetStream is not enabled in this account
 * - `connecting`, `reconnecting`: not now, but soon
 * - `unreachable`: the last attempt failed; the next act tries again
 * - `refused`: the credentials are no good
 * - `no-credentials`: none were given
 */
export type AccountAccessState =
	| 'ready'
	| 'limited'
	| 'no-jetstream'
	| 'connecting'
	| 'reconnecting'
	| 'unreachable'
	| 'refused'
	| 'no-credentials';
