import type {ClusterEvent} from '../../domain/cluster-event.ts';
import type {ReportedGroup} from '../../domain/raft-group.ts';
import {steadyNow} from '../../time/clock.ts';
import type {ApiGroup, ApiSource} from '../decode/api-group.ts';
import {ApiError, type JetStreamApi} from '../client/jetstream-api.ts';
import {NoAnswerError} from '../client/link.ts';
import {UndecodableError} from '../decode/json-value.ts';
import type {LeaderLedger} from '../observing/leader-ledger.ts';

/** What the observer of one account works with. */
export type AccountView = {
	readonly api: Pick<JetStreamApi, keyof JetStreamApi>;
	readonly source: ApiSource;
	/** The account's groups, as far as handed out. */
	readonly ledger: LeaderLedger<ReportedGroup>;
	readonly emit: (event: ClusterEvent) => void;
};

/** Hands out groups as those who answered for them reported them, and enters them in the ledger. */
export function handOut(
	{ledger, emit}: AccountView,
	groups: readonly ApiGroup[],
	askedAt: number,
): void {
	const at = steadyNow();
	const reports = new Map<string, {led: ReportedGroup[]; leaderless: ReportedGroup[]}>();
	for (const each of groups) {
		if (each.type === 'unstarted') {
			continue;
		}

		const server = each.type === 'led' ? each.leader : each.host;
		const report = reports.get(server) ?? {led: [], leaderless: []};
		reports.set(server, report);
		report[each.type].push(each.group);
		ledger.reported(each.group, askedAt);
	}

	for (const [server, {led, leaderless}] of reports) {
		emit({type: 'groups-reported', at, askedAt, server, led, leaderless});
	}
}

/** Hands out that something could not be decoded, or may not be asked. */
export function reject({emit}: Pick<AccountView, 'emit'>, subject: string, reason: string): void {
	emit({type: 'reply-rejected', at: steadyNow(), subject, reason});
}

/** Asks, and gives undefined when nothing came of it; what is more than mere silence is handed out. Never rejects. */
export async function attempt<T>(
	view: AccountView,
	question: () => Promise<T>,
	signal: AbortSignal,
): Promise<T | undefined> {
	try {
		return await question();
	} catch (error) {
		if (signal.aborted) {
			return undefined;
		}

		if (error instanceof UndecodableError || error instanceof ApiError) {
			reject(view, view.api.prefix, error.message);
		} else if (!(error instanceof NoAnswerError)) {
			throw error;
		} else if (error.denied !== undefined) {
			reject(view, error.denied.subject, error.reason);
		}

		return undefined;
	}
}
