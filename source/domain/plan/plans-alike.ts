import {isHealthy} from '../fitness.ts';
import type {RaftGroup} from '../raft-group.ts';
import type {Server} from '../server.ts';

/** Whether two descriptions of one group make no difference to any plan that counts leaders, nor to whether servers may be stopped. */
export function groupsPlanAlike(a: RaftGroup, b: RaftGroup): boolean {
	return (
		a.leader === b.leader &&
		a.replicas === b.replicas &&
		a.cluster === b.cluster &&
		a.account === b.account &&
		a.followers.length === b.followers.length &&
		a.followers.every((follower, index) => {
			const other = b.followers[index];
			const isFit = isHealthy(follower, a);
			return (
				other?.server === follower.server &&
				other.online === follower.online &&
				isHealthy(other, b) === isFit &&
				(isFit || other.lag === follower.lag)
			);
		})
	);
}

/** The same of a server. */
export function serversPlanAlike(a: Server, b: Server): boolean {
	return (
		a.state === b.state &&
		a.cluster === b.cluster &&
		a.version === b.version &&
		a.rejoinedAt === b.rejoinedAt
	);
}
