import type {Cluster} from '../cluster.ts';
import {seenAs} from './seen-as.ts';

/** Whether groups of all accounts and the meta group are in sight: of an account alone they are not. */
export function seesAll({origin}: Pick<Cluster, 'origin'>): boolean {
	return seenAs(origin) !== 'account';
}
