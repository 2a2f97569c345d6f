import type {Cluster} from '../cluster.ts';
import type {SeenAs} from '../domain/baseline.ts';
import {accountSeen, seenAs} from './seen-as.ts';

/** Whose leaders are counted here. */
export function baselineSeen(origin: Cluster['origin']): SeenAs {
	return {account: accountSeen(origin), simulated: seenAs(origin) === 'simulated'};
}
