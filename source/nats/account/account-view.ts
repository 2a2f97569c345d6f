import type {ClusterEvent} from '../../domain/cluster-event.ts';
import type {ReportedGroup} from '../../domain/raft-group.ts';
import {steadyNow} from '../../time/clock.ts';
import type {ApiGroup, ApiSource} from '../decode/api-group.ts';
import type {JetStreamApi} from '../client/jetstream-api.ts';
import type {KnownGroups} from './known-groups.ts';

/** What the observer of one account works with. */
export type AccountView = {
	readonly api: Pick<JetStreamApi, keyof JetStreamApi>;
	readonly source: ApiSource;
	readonly known: KnownGroups;
	readonly emit: (event: ClusterEvent) => void;
};

/** Hands out groups in the words of those who answered for them, and enters them in what is known. */
export function handOut(
	{known, emit}: AccountView,
	groups: readonly ApiGroup[],
	askedAt: number,
): void {
	const at = steadyNow();
	const words = new Map<string, {led: ReportedGroup[]; leaderless: ReportedGroup[]}>();
	for (const each of groups) {
		if (each.type === 'unstarted') {
			continue;
		}

		const server = each.type === 'led' ? each.leader : each.witness;
		const said = words.get(server) ?? {led: [], leaderless: []};
		words.set(server, said);
		said[each.type].push(each.group);
		known.reported(each.group, askedAt);
	}

	for (const [server, {led, leaderless}] of words) {
		emit({type: 'groups-reported', at, askedAt, server, led, leaderless});
	}
}

/** Hands out that something could not be decoded, or may not be asked. */
export function reject({emit}: Pick<AccountView, 'emit'>, subject: string, reason: string): void {
	emit({type: 'reply-rejected', at: steadyNow(), subject, reason});
}
