import type {LookDoubted} from '../../domain/cluster-event.ts';
import type {Reducer} from '../knowledge.ts';

/** Takes back that a server's inventory has been seen. */
export const lookDoubted: Reducer<LookDoubted> = ({looked}, {server}) => looked.delete(server);
