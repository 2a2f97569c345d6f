import {troubles, type ClusterHealth} from './troubles.ts';
import {unevenCauses, type UnevenEvidence} from './uneven-causes.ts';
import {unevenWords} from './uneven-words.ts';

/** One cluster, with all that may explain how it is. */
export type Diagnosed = Omit<ClusterHealth, 'servers'> &
	Omit<UnevenEvidence, 'replicas'> & {
		/** Undefined while the groups have not been looked at: then nothing is said of how even it is. */
		readonly replicas: UnevenEvidence['replicas'] | undefined;
	};

/**
 * Why a cluster is as it is, one sentence each: what is wrong first, the worst of it in front, then why leaders are
 * uneven, as far as it was seen. Empty when there is nothing to explain.
 */
export function diagnose(known: Diagnosed): readonly string[] {
	const {distribution, groups, replicas, now} = known;
	const servers = distribution.shares.map(({server}) => server);
	const wrong = troubles({...known, servers});
	if (!replicas) {
		return wrong;
	}

	const evidence = {...known, replicas};
	return [
		...wrong,
		...unevenWords(unevenCauses(evidence), {
			now,
			leaders: distribution.leaders,
			groups,
		}),
	];
}
