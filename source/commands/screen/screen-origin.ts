import type {Cluster} from '../../cluster.ts';
import type {Origin} from '../../ui/world.ts';
import {accountSeen, seenAs} from '../../session/seen-as.ts';

/** Where a cluster's picture comes from, as the screen says it. */
export function screenOrigin({origin}: Pick<Cluster, 'origin'>): Origin {
	return {
		label: origin.label,
		type: seenAs(origin),
		account: accountSeen(origin),
		recorded: origin.type === 'recording',
	};
}
