import {isPinned} from '../../domain/group-health.ts';
import type {Knowledge} from '../knowledge.ts';
import {loseLeader} from './lose-leader.ts';

/** A server that stopped leads nothing any more. Its one-replica groups stay with it: there is no other place for them. */
export function abandonLeaders(knowledge: Knowledge, server: string, at: number): void {
	for (const group of knowledge.ledger.ledBy(server)) {
		if (!isPinned(group)) {
			loseLeader(knowledge, group, at);
		}
	}
}
