import type {GroupIdentity} from '../../domain/raft-group.ts';
import {steadyNow} from '../../time/clock.ts';
import {apiConsumer, apiStream, type ApiGroup} from '../decode/api-group.ts';
import {UndecodableError} from '../decode/json-value.ts';
import {NoAnswerError} from '../client/link.ts';
import {handOut, reject, type AccountView} from './account-view.ts';
import {ApiError, apiCode} from '../client/jetstream-api.ts';

/**
 * What came of asking for one group.
 * - `read`: somebody answered for it, and it has been handed out
 * - `gone`: it does not exist any more
 * - `offline`: it exists, and none of its hosts is up
 * - `unanswered`: nobody told anything
 */
export type GroupReading = 'read' | 'gone' | 'offline' | 'unanswered';

/**
 * Asks for one group and hands out what its leader says, or a host of it while nobody leads.
 * @throws the reason of the signal
 */
export async function readGroup(
	view: AccountView,
	group: GroupIdentity,
	signal: AbortSignal,
): Promise<GroupReading> {
	const askedAt = steadyNow();
	try {
		const read = await ask(view, group, signal);
		handOut(view, [read], askedAt);
		return read.type === 'unstarted' ? 'unanswered' : 'read';
	} catch (error) {
		signal.throwIfAborted();
		return readingOf(view, group, error);
	}
}

async function ask(
	{api, source, known}: AccountView,
	group: GroupIdentity,
	signal: AbortSignal,
): Promise<ApiGroup> {
	const {stream, consumer} = group;
	if (consumer === undefined) {
		return apiStream(await api.stream(stream, signal), source);
	}

	const owner = known.get({...group, kind: 'stream', consumer: undefined});
	const config = owner && {num_replicas: owner.replicas};
	return apiConsumer(await api.consumer(stream, consumer, signal), source, stream, config);
}

function readingOf(view: AccountView, {stream, consumer}: GroupIdentity, error: unknown) {
	if (error instanceof ApiError) {
		return outcomes.get(error.code) ?? 'unanswered';
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
	[apiCode.streamOffline, 'offline'],
	[apiCode.consumerOffline, 'offline'],
]);
