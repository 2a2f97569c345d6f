import type {ConnectionChanged} from '../../domain/cluster-event.ts';
import type {Reducer} from '../knowledge.ts';

/**
 * While the connection was away events were lost, so every inventory and meta group has to be seen anew.
 * Since when it is away stays known while more is learnt of why.
 */
export const connectionChanged: Reducer<ConnectionChanged> = (knowledge, {state, at, detail}) => {
	const {connection} = knowledge;
	const isSame = state === connection.state && connection.at > 0;
	knowledge.connection = {state, at: isSame ? connection.at : at, detail};
	if (state === 'connected') {
		knowledge.looked.clear();
		knowledge.metaGroups.clear();
		knowledge.serversPlanRevision++;
	}

	return true;
};
