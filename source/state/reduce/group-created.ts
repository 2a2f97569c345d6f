import type {GroupCreated} from '../../domain/cluster-event.ts';
import type {Reducer} from '../knowledge.ts';

/** Nothing but a name is told yet: the election or the inventory that follows makes the group known. */
export const groupCreated: Reducer<GroupCreated> = () => false;
