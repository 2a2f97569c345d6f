import type {Claim, ClaimPurpose, Cluster} from '../cluster.ts';
import {currentUser} from '../executor/audit.ts';
import type {ClaimCluster} from '../executor/run.ts';

/** How a run asks to be the only one; undefined where no other process could be at work. */
export function claimOf(
	cluster: Pick<Cluster, 'claim'>,
	name: string,
	purpose: ClaimPurpose,
): ClaimCluster | undefined {
	const {claim} = cluster;
	return (
		claim &&
		(async signal =>
			claim({cluster: name, who: currentUser(), purpose, signal}).catch((error: unknown) => {
				if (signal.aborted) {
					return unclaimed;
				}

				throw error;
			}))
	);
}

/** For a run that was stopped before it had its claim: it will send nothing. */
const unclaimed: Claim = {
	type: 'held',
	warnings: [],
	lost: new AbortController().signal,
	async release() {},
};
