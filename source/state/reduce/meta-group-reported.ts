import type {MetaGroupReported} from '../../domain/cluster-event.ts';
import type {MetaGroup} from '../../domain/meta-group.ts';
import type {Reducer} from '../knowledge.ts';

/** Nothing changes when a round tells the same as the one before. */
export const metaGroupReported: Reducer<MetaGroupReported> = (knowledge, {domain, metaGroup}) => {
	const known = knowledge.metaGroups.get(domain);
	if (known && isAlike(known, metaGroup)) {
		return false;
	}

	knowledge.metaGroups.set(domain, metaGroup);
	knowledge.serversPlanRevision++;
	return true;
};

function isAlike(a: MetaGroup, b: MetaGroup): boolean {
	return (
		a.leader === b.leader &&
		a.replicas === b.replicas &&
		a.followers.length === b.followers.length &&
		a.followers.every((one, index) => {
			const other = b.followers[index];
			return (
				other?.server === one.server &&
				other.current === one.current &&
				other.lag === one.lag &&
				other.online === one.online
			);
		})
	);
}
