import type {ConnectionChanged} from '../../domain/cluster-event.ts';
import type {Reducer} from '../knowledge.ts';

/** While the connection was away events were lost, so every inventory and meta group has to be seen anew. */
export const connectionChanged: Reducer<ConnectionChanged> = (knowledge, {state, at, detail}) => {
	knowledge.connection = {state, at, detail};
	if (state === 'connected') {
		knowledge.looked.clear();
		knowledge.metaGroups.clear();
		knowledge.serversPlanRevision++;
	}

	return true;
};
