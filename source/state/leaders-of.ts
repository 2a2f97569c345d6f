import {noLeaders, type LeaderCounts} from '../domain/distribution.ts';

/** What a server leads by election, streams and consumers together. */
export function leadersOf({streams, consumers}: LeaderCounts = noLeaders): number {
	return streams + consumers;
}
