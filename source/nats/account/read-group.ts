import {groupKey, type GroupIdentity} from '../../domain/raft-group.ts';
import {steadyNow} from '../../time/clock.ts';
import {NoAnswerError} from '../client/link.ts';
import {ApiError, apiCode} from '../client/jetstream-api.ts';
import {apiConsumer, apiStream, type ApiGroup} from '../decode/api-group.ts';
import {UndecodableError} from '../decode/json-value.ts';
import {handOut, reject, type AccountView} from './account-view.ts';

/**
 * What came of asking for one group.
 * - `read`: an answer came, and it has been handed out
 * - `gone`: it does not exist any more
 * - `hostless`: it exists, and none of its hosts is up
 * - `unstarted`: it exists, and has no Raft node yet
 * - `unanswered`: no answer came
 * - `offline`: it exists, and the servers cannot run it, for this reason
 */
export type GroupReading =
	'read' | 'gone' | 'hostless' | 'unstarted' | 'unanswered' | {readonly offline: string};

/**
 * Asks for one group and hands out what its leader reports, or a host of it while it has no leader.
 * @throws the reason of the signal
 */
export async function readGroup(
	view: AccountView,
	group: GroupIdentity,
	signal: AbortSignal,
): Promise<GroupReading> {
	const askedAt = steadyNow();
	try {
		const read = await askFor(view, group, signal);
		handOut(view, [read], askedAt);
		return read.type === 'unstarted' ? 'unstarted' : 'read';
	} catch (error) {
		signal.throwIfAborted();
		return readingOf(view, group, error);
	}
}

async function askFor(
	{api, source, ledger}: AccountView,
	group: GroupIdentity,
	signal: AbortSignal,
): Promise<ApiGroup> {
	const {stream, consumer} = group;
	if (consumer === undefined) {
		return apiStream(await api.stream(stream, signal), source);
	}

	const owner = ledger.get(groupKey({...group, consumer: undefined}));
	const own = owner && {
		config: {num_replicas: owner.replicas},
		// A server without a cluster stands for one.
		isClustered: owner.cluster !== owner.leader,
	};
	return apiConsumer(await api.consumer(stream, consumer, signal), source, stream, own);
}

function readingOf(
	view: AccountView,
	{stream, consumer}: GroupIdentity,
	error: unknown,
): GroupReading {
	if (error instanceof ApiError) {
		return offlineErrors.has(error.code)
			? {offline: error.description.replace(/^\w+ is offline: /, '')}
			: (outcomes.get(error.code) ?? 'unanswered');
	}

	const subject = `${view.api.prefix}.${consumer === undefined ? 'STREAM' : 'CONSUMER'}.INFO`;
	if (error instanceof UndecodableError) {
		reject(view, `${subject}.${stream}`, error.message);
	} else if (!(error instanceof NoAnswerError)) {
		throw error;
	} else if (error.denied !== undefined) {
		reject(view, error.denied.subject, error.reason);
	}

	return 'unanswered';
}

const outcomes: ReadonlyMap<number | undefined, GroupReading> = new Map([
	[apiCode.streamNotFound, 'gone'],
	[apiCode.consumerNotFound, 'gone'],
	[apiCode.streamOffline, 'hostless'],
	[apiCode.consumerOffline, 'hostless'],
]);

const offlineErrors: ReadonlySet<number | undefined> = new Set([
	apiCode.streamOfflineReason,
	apiCode.consumerOfflineReason,
]);
